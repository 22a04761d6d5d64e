import { Alert, Radio, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import type { Flow } from '../../api/flow-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { showRefusal } from '../../ui/form-errors.tsx';
import { rest } from '../../ui/paths.ts';
import { useAct } from '../../ui/use-act.ts';
import { clientsQuery } from '../clients/client-query.ts';
import { bindClientFlow } from './bind-client-flow.ts';
import { flowQuery } from './flow-query.ts';
import { BINDING_TEXT } from './step-phrases.ts';
import { bindingsFor, CLIENT_BINDINGS, type ClientBinding, type RealmBinding } from './uses-of.ts';

interface BindDialogProps {
  readonly realm: string;
  readonly flow: Flow;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function BindDialog({ opened, ...props }: BindDialogProps) {
  const t = useText();
  return (
    <Dialog opened={opened} onClose={props.onClose} title={t('flows.bindTitle', { flow: props.flow.alias })}>
      <BindForm {...props} />
    </Dialog>
  );
}

interface Binding {
  readonly to: 'realm' | 'client';
  readonly use: RealmBinding;
  readonly client: string | null;
}

const OF_CLIENT = Object.entries(CLIENT_BINDINGS) as readonly (readonly [ClientBinding, RealmBinding])[];

function BindForm({ realm, flow, onClose }: Omit<BindDialogProps, 'opened'>) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const clients = useQuery(clientsQuery(api, realm)).data ?? [];
  const keepsNothing = useQuery(flowQuery(api, realm, flow.id)).data?.steps.some(isTransientStep) ?? false;
  const uses = bindingsFor(flow);
  const ofClient = OF_CLIENT.filter(([, use]) => uses.includes(use));
  const form = useForm<Binding>({
    defaultValues: { to: ofClient.length > 0 ? 'client' : 'realm', use: uses[0] ?? 'browserFlow', client: null },
  });
  const to = form.watch('to');
  const offered = to === 'realm' ? uses : ofClient.map(([, use]) => use);
  const submit = form.handleSubmit(async (values) => {
    const use = t(BINDING_TEXT[values.use]);
    try {
      if (values.to === 'realm') {
        await act(() => api.send('PUT', rest(realm), { realm, [values.use]: flow.alias }), {
          done: t('flows.bound', { flow: flow.alias, use }),
          changes: [['realm', realm]],
        });
      } else {
        const client = clients.find(({ clientId }) => clientId === values.client)!;
        const [binding] = ofClient.find(([, known]) => known === values.use)!;
        await act(() => bindClientFlow(api, realm, client, binding, flow.id), {
          done: t('flows.boundClient', { flow: flow.alias, client: client.clientId, use }),
          changes: [['clients', realm]],
        });
      }
      onClose();
    } catch (error) {
      showRefusal(form, error, t, []);
    }
  });
  return (
    <DialogForm form={form} onSubmit={submit} onClose={onClose} action={t('flows.bind')}>
      {ofClient.length > 0 && (
        <Controller
          name="to"
          control={form.control}
          render={({ field }) => (
            <Radio.Group {...field} label={t('flows.bindTo')}>
              <Stack gap="xs" mt={6}>
                <Radio value="client" label={t('flows.bindClient')} description={t('flows.bindClientHint')} />
                <Radio value="realm" label={t('flows.bindRealm')} description={t('flows.bindRealmHint')} />
              </Stack>
            </Radio.Group>
          )}
        />
      )}
      {to === 'client' && (
        <Controller
          name="client"
          control={form.control}
          rules={{ validate: (value) => value !== null || t('common.required') }}
          render={({ field }) => (
            <Select
              {...field}
              label={t('flows.bindClientName')}
              required
              searchable
              limit={100}
              data={clients.filter(({ bearerOnly }) => !bearerOnly).map(({ clientId }) => clientId)}
              error={form.formState.errors.client?.message}
            />
          )}
        />
      )}
      <Controller
        name="use"
        control={form.control}
        render={({ field }) => (
          <Radio.Group {...field} label={t('flows.bindUse')}>
            <Stack gap="xs" mt={6}>
              {offered.map((use) => (
                <Radio key={use} value={use} label={t(BINDING_TEXT[use])} />
              ))}
            </Stack>
          </Radio.Group>
        )}
      />
      {to === 'realm' && keepsNothing && <Alert color="amber">{t('flows.transientRealm')}</Alert>}
    </DialogForm>
  );
}

const isTransientStep = ({ providerId, requirement }: { readonly providerId?: string; readonly requirement: string }) =>
  providerId === 'transient-session' && requirement !== 'DISABLED';
