import { TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import type { UserGroup } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { showRefusal } from '../../ui/form-errors.tsx';
import { paths, rest } from '../../ui/paths.ts';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';
import { groupPath } from './group-query.ts';

interface NewGroupDialogProps {
  readonly realm: string;
  /** Null: at the top. */
  readonly parent: UserGroup | null;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function NewGroupDialog({ opened, ...props }: NewGroupDialogProps) {
  const t = useText();
  const title = props.parent === null ? t('groups.create') : t('groups.createBelow', { group: props.parent.name });
  return (
    <Dialog opened={opened} onClose={props.onClose} title={title}>
      <NewGroupForm {...props} />
    </Dialog>
  );
}

function NewGroupForm({ realm, parent, onClose }: Omit<NewGroupDialogProps, 'opened'>) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const form = useForm({ defaultValues: { name: '' } });
  const submit = form.handleSubmit(async ({ name }) => {
    const path = parent === null ? rest(realm, '/groups') : groupPath(realm, parent.id, '/children');
    try {
      const id = await act(() => api.create(path, { name: name.trim() }), {
        done: t('groups.created', { group: name.trim() }),
        changes: [['groups', realm]],
      });
      onClose();
      go(paths.group(realm, id));
    } catch (error) {
      showRefusal(form, error, t, ['name']);
    }
  });
  return (
    <DialogForm form={form} onSubmit={submit} onClose={onClose} action={t('groups.create')}>
      <TextInput
        label={t('groups.name')}
        required
        autoComplete="off"
        data-autofocus
        error={form.formState.errors.name?.message}
        {...form.register('name', { validate: (value) => value.trim() !== '' || t('common.required') })}
      />
    </DialogForm>
  );
}
