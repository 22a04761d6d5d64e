import { Stack, Textarea, TextInput } from '@mantine/core';
import type { Role } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { FormError, showRefusal } from '../../ui/form-errors.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useServerForm } from '../../ui/use-server-form.ts';
import { rolePath } from './role-query.ts';

interface RoleTabProps {
  readonly realm: string;
  readonly role: Role;
  readonly readOnly: boolean;
}

export function RoleDetailsTab({ realm, role, readOnly }: RoleTabProps) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const form = useServerForm({ name: role.name, description: role.description ?? '' });
  const { errors, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    try {
      await act(
        async () => {
          await api.send('PUT', rolePath(realm, role.id), { ...role, ...values });
          form.reset(values);
        },
        { done: t('common.saved'), changes: [['roles', realm]] },
      );
    } catch (error) {
      showRefusal(form, error, t, ['name']);
    }
  });
  return (
    <Panel maw={640}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('roles.name')}
            description={t('roles.nameHint')}
            required
            readOnly={readOnly}
            error={errors.name?.message}
            {...form.register('name', { validate: (value) => value.trim() !== '' || t('common.required') })}
          />
          <Textarea label={t('roles.description')} autosize minRows={2} readOnly={readOnly} {...form.register('description')} />
          <FormError message={errors.root?.message} />
          {!readOnly && <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => form.reset()} />}
        </Stack>
      </form>
    </Panel>
  );
}
