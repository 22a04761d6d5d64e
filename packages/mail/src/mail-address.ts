/**
 * One plain address: no list (commas), no display name (angle brackets, quotes), no control character or blank. Stricter than RFC 5322
 * on purpose: what is not plainly one address could be read as two, or as an SMTP command, by somebody on the way.
 */
export function isPlainAddress(value: string): boolean {
  if (value.length > 254) return false; // RFC 5321 §4.5.3.1.3, without the brackets
  const at = value.lastIndexOf('@');
  const local = value.slice(0, at);
  const domain = value.slice(at + 1);
  return at > 0 && LOCAL_PART.test(local) && Buffer.byteLength(local) <= 64 && isDomain(domain);
}

/** RFC 5322 §3.2.3 dot-atom, widened to letters and digits of all scripts (RFC 6531). */
const LOCAL_PART = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[\p{L}\p{N}]([\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u;

function isDomain(domain: string): boolean {
  return domain.length <= 253 && domain.split('.').every((label) => label.length <= 63 && LABEL.test(label));
}

/** Text for one header line: whatever could end the line or hide in it becomes a blank. */
export function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
