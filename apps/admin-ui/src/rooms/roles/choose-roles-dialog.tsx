import { MultiSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import type { Role } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { showRefusal } from '../../ui/form-errors.tsx';
import { useAct } from '../../ui/use-act.ts';
import { clientsQuery } from '../clients/client-query.ts';
import { rolesPath } from './role-query.ts';

interface ChooseRolesDialogProps {
  readonly realm: string;
  /** Ids of the roles that are there already. */
  readonly taken: ReadonlySet<string>;
  readonly add: (roles: readonly Role[], owner: string | null) => Promise<void>;
  readonly queryKey: readonly unknown[];
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ChooseRolesDialog({ opened, ...props }: ChooseRolesDialogProps) {
  const t = useText();
  return (
    <Dialog opened={opened} onClose={props.onClose} title={t('roles.give')}>
      <ChooseRolesForm {...props} />
    </Dialog>
  );
}

/** Roles of the realm, or of one client: those are given by different calls. */
const REALM = '';

function ChooseRolesForm({ realm, taken, add, queryKey, onClose }: Omit<ChooseRolesDialogProps, 'opened'>) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const clients = useQuery(clientsQuery(api, realm)).data ?? [];
  const form = useForm<{ owner: string; roles: string[] }>({ defaultValues: { owner: REALM, roles: [] } });
  const owner = form.watch('owner') || null;
  const offered = useQuery({
    queryKey: ['roles', realm, 'choice', owner],
    queryFn: () => api.get<readonly Role[]>(rolesPath(realm, owner)),
  });
  const free = (offered.data ?? []).filter(({ id }) => !taken.has(id));
  const submit = form.handleSubmit(async ({ roles }) => {
    const chosen = free.filter(({ id }) => roles.includes(id));
    try {
      await act(() => add(chosen, owner), { done: t('roles.given', { count: chosen.length }), changes: [queryKey] });
      onClose();
    } catch (error) {
      showRefusal(form, error, t, []);
    }
  });
  return (
    <DialogForm form={form} onSubmit={submit} onClose={onClose} action={t('roles.give')}>
      <Controller
        name="owner"
        control={form.control}
        render={({ field }) => (
          <Select
            {...field}
            label={t('roles.of')}
            searchable
            allowDeselect={false}
            limit={100}
            data={[{ value: REALM, label: t('roles.realm') }, ...clients.map(({ id, clientId }) => ({ value: id, label: clientId }))]}
            onChange={(value) => {
              field.onChange(value ?? REALM);
              form.setValue('roles', []);
            }}
          />
        )}
      />
      <Controller
        name="roles"
        control={form.control}
        rules={{ validate: (value) => value.length > 0 || t('common.required') }}
        render={({ field }) => (
          <MultiSelect
            {...field}
            label={t('roles.title')}
            required
            searchable
            limit={200}
            data={free.map(({ id, name }) => ({ value: id, label: name }))}
            nothingFoundMessage={t('roles.noneLeft')}
            error={form.formState.errors.roles?.message}
          />
        )}
      />
    </DialogForm>
  );
}
