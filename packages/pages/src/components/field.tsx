import type { Message } from '@anteroom/core';
import type { Translator } from '../text/translator.ts';

/** The attributes an input of ours may have. */
export interface FieldInput {
  readonly type?: 'text' | 'password' | 'email' | 'tel' | 'url';
  readonly value?: string;
  readonly autocomplete?: AutoFill;
  readonly autocapitalize?: 'none';
  readonly spellcheck?: boolean;
  readonly inputmode?: 'numeric';
  readonly dir?: 'auto' | 'ltr';
  readonly autofocus?: boolean;
  readonly readonly?: boolean;
  readonly required?: boolean;
  readonly class?: string;
}

/** Purposes of WCAG 1.3.5 in use here. */
type AutoFill =
  | 'off'
  | 'username'
  | 'username webauthn'
  | 'current-password'
  | 'new-password'
  | 'one-time-code'
  | 'email'
  | 'given-name'
  | 'family-name'
  | 'tel'
  | 'street-address'
  | 'address-level1'
  | 'address-level2'
  | 'postal-code'
  | 'country-name'
  | 'url';

export interface FieldProps {
  /** Also the input's id. */
  readonly name: string;
  readonly label: string;
  readonly t: Translator;
  readonly error?: Message | null;
  /** Marks the input as wrong although the text stands at another field. */
  readonly invalid?: boolean;
  /** Id of a text that explains this field besides its own error. */
  readonly describedBy?: string;
  readonly hint?: string;
  readonly input?: FieldInput;
}

export const errorIdOf = (name: string): string => `input-error-${name}`;

/** Label, input and, tied to the input, what is wrong with it (WCAG 1.3.1, 3.3.1). Passwords can be shown where scripts run. */
export function Field({ name, label, t, error = null, invalid = false, describedBy, hint, input = {} }: FieldProps) {
  const described = [error === null ? null : errorIdOf(name), describedBy ?? null].filter((id) => id !== null).join(' ');
  const { type = 'text', required, ...attributes } = input;
  const control = (
    <input
      {...attributes}
      // The library's types know one set of attributes per type of input; ours is valid for all of these.
      type={type as 'text'}
      aria-required={required ? 'true' : undefined}
      id={name}
      name={name}
      aria-invalid={invalid || error !== null ? 'true' : undefined}
      aria-describedby={described === '' ? undefined : described}
    />
  );
  return (
    <div class="field">
      <label for={name}>
        {label}
        {hint === undefined ? null : <span class="hint"> ({hint})</span>}
      </label>
      {input.type === 'password' ? (
        <div class="secret" data-show={t.text('showPassword')} data-hide={t.text('hidePassword')}>
          {control}
        </div>
      ) : (
        control
      )}
      {error === null ? null : (
        <p class="field-error kc-feedback-text" id={errorIdOf(name)} role="alert">
          {t.message(error)}
        </p>
      )}
    </div>
  );
}
