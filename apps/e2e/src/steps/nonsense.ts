/** What nobody types, and whoever attacks does. */
export const NONSENSE: readonly string[] = [
  '',
  ' ',
  '<script>alert(1)</script>',
  "' or 1=1 --",
  '\u0000',
  '\u202e',
  '%00%0d%0a',
  'x'.repeat(20_000),
];
