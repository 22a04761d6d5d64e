import { TextInput } from '@mantine/core';
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { useText } from '../../i18n/text.tsx';

/** The name of a flow or sub-flow: one of a kind in the realm, without brackets (Keycloak). */
export function FlowNameField<V extends FieldValues>({ form, name }: { readonly form: UseFormReturn<V>; readonly name: Path<V> }) {
  const t = useText();
  return (
    <TextInput
      label={t('flows.name')}
      required
      autoComplete="off"
      data-autofocus
      error={form.formState.errors[name]?.message as string | undefined}
      {...form.register(name, {
        validate: (value: string) => (value.trim() === '' ? t('common.required') : !/[()]/.test(value) || t('flows.aliasRule')),
      })}
    />
  );
}
