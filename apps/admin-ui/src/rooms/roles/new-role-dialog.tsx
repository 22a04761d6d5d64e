import { Textarea, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import type { Role } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { showRefusal } from '../../ui/form-errors.tsx';
import { paths } from '../../ui/paths.ts';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';
import { rolesPath } from './role-query.ts';

interface NewRoleDialogProps {
  readonly realm: string;
  readonly client: string | null;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function NewRoleDialog({ opened, ...props }: NewRoleDialogProps) {
  const t = useText();
  return (
    <Dialog opened={opened} onClose={props.onClose} title={t('roles.create')}>
      <NewRoleForm {...props} />
    </Dialog>
  );
}

function NewRoleForm({ realm, client, onClose }: Omit<NewRoleDialogProps, 'opened'>) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const form = useForm({ defaultValues: { name: '', description: '' } });
  const submit = form.handleSubmit(async ({ name, description }) => {
    const wanted = name.trim();
    try {
      // A role is made by its name, and its page goes by its id.
      const { id } = await act(
        async () => {
          await api.create(rolesPath(realm, client), { name: wanted, description });
          return api.get<Role>(rolesPath(realm, client, `/${encodeURIComponent(wanted)}`));
        },
        { done: t('roles.created', { role: wanted }), changes: [['roles', realm]] },
      );
      onClose();
      go(paths.role(realm, id));
    } catch (error) {
      showRefusal(form, error, t, ['name']);
    }
  });
  return (
    <DialogForm form={form} onSubmit={submit} onClose={onClose} action={t('roles.create')}>
      <TextInput
        label={t('roles.name')}
        required
        autoComplete="off"
        data-autofocus
        error={form.formState.errors.name?.message}
        {...form.register('name', { validate: (value) => value.trim() !== '' || t('common.required') })}
      />
      <Textarea label={t('roles.description')} autosize minRows={1} {...form.register('description')} />
    </DialogForm>
  );
}
