import type { Message, ProfileField } from '@anteroom/core';
import type { Translator } from '../text/translator.ts';
import { Field, type FieldInput } from './field.tsx';

/** WCAG 1.3.5: the purpose of fields about the person can be read by software. */
const PURPOSE: Readonly<Record<string, FieldInput>> = {
  username: { autocomplete: 'username', autocapitalize: 'none', spellcheck: false },
  email: { autocomplete: 'email', type: 'email' },
  firstName: { autocomplete: 'given-name' },
  lastName: { autocomplete: 'family-name' },
  phoneNumber: { autocomplete: 'tel', type: 'tel' },
  street: { autocomplete: 'street-address' },
  locality: { autocomplete: 'address-level2' },
  region: { autocomplete: 'address-level1' },
  postal_code: { autocomplete: 'postal-code' },
  country: { autocomplete: 'country-name' },
  website: { autocomplete: 'url', type: 'url' },
};

export interface ProfileFieldProps {
  readonly field: ProfileField;
  readonly t: Translator;
  readonly error?: Message | undefined;
  readonly autofocus: boolean;
}

/** One attribute of the realm's user profile, as its owner writes it. */
export function ProfileFieldInput({ field, t, error, autofocus }: ProfileFieldProps) {
  return (
    <Field
      name={field.name}
      label={t.label(field.label)}
      t={t}
      hint={field.required || field.readOnly ? undefined : t.text('optionalField')}
      error={error}
      input={{
        ...(Object.hasOwn(PURPOSE, field.name) ? PURPOSE[field.name] : {}),
        value: field.value,
        readonly: field.readOnly,
        required: field.required,
        dir: 'auto',
        autofocus,
      }}
    />
  );
}
