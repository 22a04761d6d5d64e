import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import type { MessageKey } from './messages.ts';

const keys = Object.keys(en) as MessageKey[];

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** Names of the values that a message asks for, those inside of its plurals included. */
function valuesIn(elements: readonly Element[]): readonly string[] {
  return elements.flatMap((element) => {
    const name = 'value' in element && element.type !== 0 ? [String(element.value)] : [];
    const inside = 'options' in element ? Object.values(element.options).flatMap((option) => valuesIn(option.value)) : [];
    return [...name, ...inside];
  });
}

const valuesOf = (message: string) =>
  [...new Set(valuesIn(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst()))].sort();

describe('the messages', () => {
  it('are all well-formed ICU', () => {
    const broken = keys.filter((key) => {
      try {
        new IntlMessageFormat(en[key], 'en', undefined, { ignoreTag: true });
        new IntlMessageFormat(de[key], 'de', undefined, { ignoreTag: true });
        return false;
      } catch {
        return true;
      }
    });
    expect(broken).toEqual([]);
  });

  it('ask for the same values in every language', () => {
    expect(keys.filter((key) => valuesOf(en[key]).join() !== valuesOf(de[key]).join())).toEqual([]);
  });
});
