/** What is behind the first `skip`, `size` at a time. */
export async function* inBatches<T>(items: AsyncIterable<T>, size: number, skip: number): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  let at = 0;
  for await (const item of items) {
    at += 1;
    if (at <= skip) continue;
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
