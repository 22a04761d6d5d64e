import type { ProtocolMapper } from '@anteroom/core';

/** Converts one value to the configured `jsonType.label`; undefined when it cannot be that (then there is no claim, never an error). */
function convert(value: string | number | boolean, type: string | undefined): unknown {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : String(value).toLowerCase() === 'true';
    case 'int':
    case 'long': {
      const text = String(value).trim();
      return /^[+-]?\d{1,19}$/.test(text) ? Number(text) : undefined;
    }
    case 'JSON':
      try {
        return JSON.parse(String(value));
      } catch {
        return undefined;
      }
    case 'String':
      return String(value);
    default:
      return value;
  }
}

/** The claim value of a mapper: a list when it is multivalued, else the first value. Undefined: no claim. */
export function claimValue(mapper: ProtocolMapper, values: readonly (string | number | boolean)[]): unknown {
  if (values.length === 0) return undefined;
  const type = mapper.config['jsonType.label'];
  if (mapper.config.multivalued !== 'true') return convert(values[0]!, type);
  return values.map((value) => convert(value, type)).filter((value) => value !== undefined);
}
