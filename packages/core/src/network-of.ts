const MAPPED = [0, 0, 0, 0, 0, 0xffff];

/**
 * Whom an address stands for when tries are counted: an IPv4 address itself, also inside IPv6, of an IPv6 address its /64, which is what
 * one subscriber has. However it is written (`2001:db8::1`, `2001:DB8:0:0::1`), it is the same one.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  if (!/^[0-9a-f.]*:[0-9a-f:.]*$/i.test(plain) || !URL.canParse(`http://[${plain}]`)) return address;
  const groups = groupsOf(new URL(`http://[${plain}]`).hostname.slice(1, -1));
  if (MAPPED.every((group, index) => groups[index] === group)) return [...bytes(groups[6]), ...bytes(groups[7])].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** Eight numbers; `::` stands for as many zeros as are missing. */
function groupsOf(canonical: string): readonly number[] {
  const [head = '', tail] = canonical.split('::');
  const read = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [read(head), read(tail ?? '')];
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

const bytes = (group = 0): readonly number[] => [group >> 8, group & 0xff];
