const SHOWN = 10;

/** Names for a line: not all of a thousand. */
export function listOf(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return rest > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${rest} more` : names.join(', ');
}
