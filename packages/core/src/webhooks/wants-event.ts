/** Whether a destination that names these events wants one of this type. None named: it wants all. */
export function wantsEvent(events: readonly string[], type: string): boolean {
  if (events.length === 0) return true;
  return events.some((wanted) => wanted === type || wanted === '*' || (wanted.endsWith('.*') && type.startsWith(wanted.slice(0, -1))));
}
