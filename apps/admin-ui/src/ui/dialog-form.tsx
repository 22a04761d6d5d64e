import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { useText } from '../i18n/text.tsx';
import { FormError } from './form-errors.tsx';

interface DialogFormProps<V extends FieldValues> {
  readonly form: UseFormReturn<V>;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** What the button says that sends it. */
  readonly action: string;
  /** Stands at the left of the buttons. */
  readonly aside?: ReactNode;
  /** It only shows, and is closed again. */
  readonly readOnly?: boolean;
  readonly children: ReactNode;
}

/** The frame of a form in a dialog: its fields, what the server refused, and the two ways out. */
export function DialogForm<V extends FieldValues>({
  form,
  onSubmit,
  onClose,
  action,
  aside,
  readOnly = false,
  children,
}: DialogFormProps<V>) {
  const t = useText();
  const { errors, isSubmitting } = form.formState;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack>
        {children}
        <FormError message={errors.root?.message} />
        <Group justify={aside ? 'space-between' : 'flex-end'} gap="xs">
          {aside}
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t(readOnly ? 'common.close' : 'common.cancel')}
            </Button>
            {!readOnly && (
              <Button type="submit" loading={isSubmitting}>
                {action}
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
