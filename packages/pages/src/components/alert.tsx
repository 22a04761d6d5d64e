import type { FieldErrors, Message } from '@anteroom/core';
import type { Translator } from '../text/translator.ts';

export interface AlertProps {
  readonly kind: 'error' | 'info' | 'success';
  readonly message: Message | null;
  readonly t: Translator;
}

/** A message about the whole page. Errors interrupt a screen reader, others wait. */
export function Alert({ kind, message, t }: AlertProps) {
  if (message === null) return null;
  return (
    <div class={`alert alert-${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <span class="kc-feedback-text">{t.message(message)}</span>
    </div>
  );
}

/** What is left to say above the form when a field already says it. */
export function unlessAtField(error: Message | null, fieldErrors: FieldErrors): Message | null {
  return error !== null && Object.values(fieldErrors).some(({ key }) => key === error.key) ? null : error;
}
