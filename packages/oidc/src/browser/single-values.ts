/** Query parameters with the names that came more than once; the first value counts for pages, and the caller decides about the rest. */
export function singleValues(query: URLSearchParams): {
  readonly values: Readonly<Record<string, string>>;
  readonly duplicated: readonly string[];
} {
  const values: Record<string, string> = Object.create(null);
  const duplicated = new Set<string>();
  for (const [name, value] of query) {
    if (name in values) duplicated.add(name);
    else values[name] = value;
  }
  return { values: { ...values }, duplicated: [...duplicated] };
}
