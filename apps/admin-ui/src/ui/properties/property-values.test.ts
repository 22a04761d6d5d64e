import { describe, expect, it } from '@jest/globals';
import type { ConfigProperty } from '../../api/property-types.ts';
import { toConfig, toValue } from './property-values.ts';

const property = (type: string, more: Partial<ConfigProperty> = {}): ConfigProperty => ({
  name: 'p',
  label: 'P',
  helpText: '',
  type,
  ...more,
});

describe('the settings of a provider', () => {
  it('are read by the type of the property', () => {
    expect(toValue(property('boolean'), 'true')).toBe(true);
    expect(toValue(property('String'), 'staff')).toBe('staff');
    expect(toValue(property('MultivaluedList'), 'otp##webauthn')).toEqual(['otp', 'webauthn']);
  });

  it('begin with the default of the provider where nothing is set', () => {
    expect(toValue(property('boolean', { defaultValue: true }), undefined)).toBe(true);
    expect(toValue(property('String', { defaultValue: 36_000 }), undefined)).toBe('36000');
    expect(toValue(property('MultivaluedString'), undefined)).toEqual([]);
  });

  it('are stored as texts, without what is empty', () => {
    const properties = ['role', 'negate', 'some.list', 'message'].map((name) => ({ ...property('String'), name }));
    expect(toConfig(properties, [' staff ', false, ['a', ' ', 'b'], ''])).toEqual({ role: 'staff', negate: 'false', 'some.list': 'a##b' });
  });
});
