import { Textarea, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { showRefusal } from '../../ui/form-errors.tsx';
import { paths, rest } from '../../ui/paths.ts';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';

interface NewScopeDialogProps {
  readonly realm: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function NewScopeDialog({ opened, ...props }: NewScopeDialogProps) {
  const t = useText();
  return (
    <Dialog opened={opened} onClose={props.onClose} title={t('scopes.create')}>
      <NewScopeForm {...props} />
    </Dialog>
  );
}

function NewScopeForm({ realm, onClose }: Omit<NewScopeDialogProps, 'opened'>) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const form = useForm({ defaultValues: { name: '', description: '' } });
  const submit = form.handleSubmit(async (values) => {
    const body = { ...values, protocol: 'openid-connect', attributes: { 'include.in.token.scope': 'true' } };
    try {
      const id = await act(() => api.create(rest(realm, '/client-scopes'), body), {
        done: t('scopes.created', { scope: values.name }),
        changes: [['client-scopes', realm]],
      });
      onClose();
      go(paths.clientScope(realm, id, 'mappers'));
    } catch (error) {
      showRefusal(form, error, t, ['name']);
    }
  });
  return (
    <DialogForm form={form} onSubmit={submit} onClose={onClose} action={t('scopes.create')}>
      <TextInput
        label={t('scopes.name')}
        description={t('scopes.nameHint')}
        required
        autoComplete="off"
        data-autofocus
        error={form.formState.errors.name?.message}
        {...form.register('name', { required: t('common.required') })}
      />
      <Textarea label={t('scopes.description')} autosize minRows={1} {...form.register('description')} />
    </DialogForm>
  );
}
