import { Alert } from '@mantine/core';
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { ApiError } from '../api/api-error.ts';
import type { Translate } from '../i18n/text.tsx';
import { describeError, describeRule } from './describe-error.ts';

/** Puts what the server refused beside the field it is about, or at the form when it is about none. The first one takes the focus. */
export function showRefusal<V extends FieldValues>(form: UseFormReturn<V>, error: unknown, t: Translate, fields: readonly Path<V>[]): void {
  if (error instanceof ApiError) {
    const mine = error.fields.filter(({ field }) => fields.some((name) => name === field));
    for (const [index, { field, rule, params }] of mine.entries()) {
      form.setError(field as Path<V>, { message: describeRule(t, rule, params) }, { shouldFocus: index === 0 });
    }
    if (mine.length > 0) return;
    const named =
      error.status === 409 || error.status === 400
        ? fields.find((name) => new RegExp(`\\b${name}\\b`, 'i').test(error.text ?? ''))
        : undefined;
    if (named !== undefined) {
      form.setError(named, { message: error.text ?? '' }, { shouldFocus: true });
      return;
    }
  }
  form.setError('root', { message: describeError(t, error) });
}

export function FormError({ message }: { readonly message: string | undefined }) {
  if (message === undefined) return null;
  return (
    <Alert color="red" role="alert">
      {message}
    </Alert>
  );
}
