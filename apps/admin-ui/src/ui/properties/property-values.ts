import type { ConfigProperty } from '../../api/property-types.ts';
import { filled } from '../filled.ts';

/** Several values of one property are one text to Keycloak. */
const SEPARATOR = '##';

export type ConfigValue = string | boolean | readonly string[];

/** How a property is asked for. */
export function fieldOf({ type, options }: ConfigProperty): 'switch' | 'choice' | 'choices' | 'list' | 'long' | 'text' {
  if (type === 'boolean') return 'switch';
  if (type.startsWith('Multivalued')) return options === undefined ? 'list' : 'choices';
  if (options !== undefined) return 'choice';
  return type === 'Text' ? 'long' : 'text';
}

/** What the form begins with: what is set, else the provider's default. */
export function toValue(property: ConfigProperty, stored: string | undefined): ConfigValue {
  const text = stored ?? (property.defaultValue === undefined || property.defaultValue === null ? '' : String(property.defaultValue));
  switch (fieldOf(property)) {
    case 'switch':
      return text === 'true';
    case 'choices':
    case 'list':
      return text === '' ? [] : text.split(SEPARATOR);
    case 'choice':
    case 'long':
    case 'text':
      return text;
  }
}

/** What is stored of them; an empty value is left out. */
export function toConfig(properties: readonly ConfigProperty[], values: readonly ConfigValue[]): Readonly<Record<string, string>> {
  const texts = properties.map(({ name }, index) => [name, textOf(values[index] ?? '')] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

function textOf(value: ConfigValue): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'boolean' ? String(value) : filled(value).join(SEPARATOR);
}
