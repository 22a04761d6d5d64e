import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DocumentPiece, splitDocument } from './split-document.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** As a file arrives: in chunks that end anywhere. */
function* chunked(text: string, size: number): Generator<Uint8Array> {
  const all = bytes(text);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

async function split(text: string, { size = 7, streamed = ['users'] } = {}): Promise<readonly DocumentPiece[]> {
  const pieces: DocumentPiece[] = [];
  for await (const piece of splitDocument(chunked(text, size), new Set(streamed))) pieces.push(piece);
  return pieces;
}

const reading = async (text: string) => {
  const document: Record<string, unknown> = {};
  for (const { key, index, text: value } of await split(text)) {
    if (index === null) document[key] = JSON.parse(value);
    else document[key] = [...((document[key] as unknown[] | undefined) ?? []), JSON.parse(value)];
  }
  return document;
};

describe('reading a document piece by piece', () => {
  it('gives members whole and the elements of streamed lists one by one', async () => {
    const text =
      '\uFEFF{ "realm" : "a,c}me",\n "users":[{"username":"a"}, {"username":"b","x":[1,{}]}] , "clients":[{"id":1}],"n":-1.5e3 }\n';
    expect((await split(text)).map(({ key, index, text: value }) => [key, index, JSON.parse(value)])).toEqual([
      ['realm', null, 'a,c}me'],
      ['users', 0, { username: 'a' }],
      ['users', 1, { username: 'b', x: [1, {}] }],
      ['clients', null, [{ id: 1 }]],
      ['n', null, -1500],
    ]);
  });

  it('takes empty lists, empty objects, a streamed member that is no list, and names with escapes', async () => {
    expect(await split('{}')).toEqual([]);
    expect((await split('{"users":[],"a\\"b":{}}')).map(({ key, text }) => [key, text])).toEqual([['a"b', '{}']]);
    expect((await split('{"users":null}')).map(({ key, index, text }) => [key, index, text])).toEqual([['users', null, 'null']]);
  });

  it('reads any document as JSON.parse does, wherever its chunks end', async () => {
    const objects = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.array(fc.record({ name: fc.string({ unit: 'grapheme' }) }))));
    await fc.assert(
      fc.asyncProperty(
        objects,
        fc.array(fc.jsonValue(), { minLength: 1 }),
        fc.integer({ min: 1, max: 40 }),
        async (object, users, size) => {
          const document = { ...object, users };
          const text = JSON.stringify(document, null, size % 3);
          const read: Record<string, unknown> = Object.create(null);
          for await (const { key, index, text: value } of splitDocument(chunked(text, size), new Set(['users']))) {
            if (index === null) read[key] = JSON.parse(value);
            else read[key] = [...((read[key] as unknown[] | undefined) ?? []), JSON.parse(value)];
          }
          expect(JSON.stringify(read)).toBe(JSON.stringify(Object.assign(Object.create(null), document)));
        },
      ),
    );
  });

  it('refuses what is no object, goes on behind its end, or ends too early', async () => {
    for (const text of ['[]', '"x"', '', '{"realm":"acme"', '{"users":[{"username":"a"}', '{} {}', '{"users"', '{1,2}', '{a:1}', '{"a":}'])
      await expect(reading(text)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
