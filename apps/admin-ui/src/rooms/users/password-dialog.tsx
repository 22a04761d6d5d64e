import { Button, Group, PasswordInput, Stack, Switch, Text } from '@mantine/core';
import { Controller, useForm } from 'react-hook-form';
import type { User } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FormError, showRefusal } from '../../ui/form-errors.tsx';
import { useAct } from '../../ui/use-act.ts';
import { userPath } from './user-query.ts';

interface PasswordDialogProps {
  readonly realm: string;
  readonly user: User;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function PasswordDialog({ realm, user, opened, onClose }: PasswordDialogProps) {
  const t = useText();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('credentials.resetTitle', { name: user.username })}>
      <PasswordForm realm={realm} user={user} onClose={onClose} />
    </Dialog>
  );
}

function PasswordForm({ realm, user, onClose }: Omit<PasswordDialogProps, 'opened'>) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const form = useForm({ defaultValues: { value: '', again: '', temporary: true } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ value, temporary }) => {
    try {
      await act(() => api.send('PUT', userPath(realm, user.id, '/reset-password'), { type: 'password', value, temporary }), {
        done: t('credentials.resetDone', { name: user.username }),
        changes: [
          ['users', realm, user.id],
          ['sessions', realm],
        ],
      });
      onClose();
    } catch (error) {
      showRefusal(form, error, t, []);
    }
  });
  const eye = { 'aria-label': t('users.showPassword') };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{t('credentials.resetHint')}</Text>
        <PasswordInput
          label={t('credentials.new')}
          required
          autoComplete="new-password"
          data-autofocus
          visibilityToggleButtonProps={eye}
          error={errors.value?.message}
          {...form.register('value', { required: t('common.required') })}
        />
        <PasswordInput
          label={t('credentials.again')}
          required
          autoComplete="new-password"
          visibilityToggleButtonProps={eye}
          error={errors.again?.message}
          {...form.register('again', { validate: (again) => again === form.getValues('value') || t('credentials.differs') })}
        />
        <Controller
          name="temporary"
          control={form.control}
          render={({ field: { value, ...field } }) => (
            <Switch {...field} checked={value} label={t('credentials.temporary')} description={t('credentials.temporaryHint')} />
          )}
        />
        <FormError message={errors.root?.message} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={isSubmitting}>
            {t('credentials.set')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
