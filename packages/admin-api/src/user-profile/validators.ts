import { matchesWholly } from '@anteroom/passwords';

export interface Broken {
  readonly message: string;
  readonly params: readonly unknown[];
}

type Config = Readonly<Record<string, unknown>>;
type Validator = (value: string, config: Config) => Broken | null;

const numberOf = (value: unknown): number | undefined =>
  value === undefined || value === null || value === '' ? undefined : Number(value);

const bounds = (size: number, config: Config): boolean => {
  const [min, max] = [numberOf(config.min), numberOf(config.max)];
  return (min === undefined || size >= min) && (max === undefined || size <= max);
};

const numeric =
  (pattern: RegExp, message: string): Validator =>
  (value, config) => {
    if (!pattern.test(value)) return { message, params: [value] };
    return bounds(Number(value), config) ? null : { message: 'error-number-out-of-range', params: [config.min, config.max] };
  };

const fails =
  (message: string, test: (value: string, config: Config) => boolean): Validator =>
  (value, config) =>
    test(value, config) ? null : { message, params: [value] };

/** RFC 5321 sizes; the local part without quoting, as addresses of people are written. */
function isEmail(value: string): boolean {
  const at = value.lastIndexOf('@');
  const [local, domain] = [value.slice(0, at), value.slice(at + 1)];
  if (at < 1 || local.length > 64 || domain.length === 0 || domain.length > 255) return false;
  if (!/^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u.test(local)) return false;
  return domain.split('.').every((label) => /^[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(label));
}

/** Letters of one script look like those of another: a username keeps to Latin and the punctuation of names (Keycloak's pattern). */
const HOMOGRAPH_SAFE = /^[\p{sc=Latin}\p{sc=Common}]+$/u;

/** Longer values are not given to a pattern: its running time is the pattern's business. */
const LONGEST_MATCHED = 2048;

/** A profile of an import may hold a pattern of another dialect: nothing matches it. */
const isMatch = (pattern: string, value: string): boolean => matchesWholly(pattern, value, 'u') === true;

/** Keycloak's built-in validators by name; an unknown name judges nothing. */
export const validators: Readonly<Record<string, Validator>> = {
  length: (value, config) => {
    const text = config['trim-disabled'] === true || config['trim-disabled'] === 'true' ? value : value.trim();
    if (bounds(text.length, config)) return null;
    return { message: 'error-invalid-length', params: [numberOf(config.min) ?? 0, numberOf(config.max) ?? 2147483647] };
  },
  email: fails('error-invalid-email', isEmail),
  'username-prohibited-characters': fails(
    'error-username-invalid-character',
    (value) => !/[<>&"'\s$%!#?§;*~/\\|^=[\]{}()\p{Cc}`,]/u.test(value),
  ),
  'person-name-prohibited-characters': fails(
    'error-person-name-invalid-character',
    (value) => !/[<>&"$%!#?§;*~/\\|^=[\]{}()\p{Cc}]/u.test(value),
  ),
  'up-username-not-idn-homograph': fails('error-username-invalid-character', (value) => HOMOGRAPH_SAFE.test(value)),
  integer: numeric(/^-?\d+$/, 'error-invalid-number'),
  double: numeric(/^-?\d+(\.\d+)?$/, 'error-invalid-number'),
  pattern: (value, config) => {
    if (typeof config.pattern !== 'string' || value.length > LONGEST_MATCHED) return { message: 'error-pattern-no-match', params: [value] };
    return isMatch(config.pattern, value)
      ? null
      : { message: typeof config['error-message'] === 'string' ? config['error-message'] : 'error-pattern-no-match', params: [value] };
  },
  uri: fails('error-invalid-uri', (value) => URL.canParse(value)),
  options: fails('error-invalid-value', (value, config) => Array.isArray(config.options) && config.options.includes(value)),
  'iso-date': fails('error-invalid-date', (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))),
  'local-date': fails('error-invalid-date', (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) || /^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/.test(value)),
};
