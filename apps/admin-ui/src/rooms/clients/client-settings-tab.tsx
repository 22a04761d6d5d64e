import { Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { Controller, type UseFormReturn } from 'react-hook-form';
import type { Client } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { FormError, showRefusal } from '../../ui/form-errors.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { TextList } from '../../ui/text-list.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useServerForm } from '../../ui/use-server-form.ts';
import { type ClientForm, clientBody, clientForm } from './client-form.ts';
import { clientPath } from './client-query.ts';

interface ClientSettingsTabProps {
  readonly realm: string;
  readonly client: Client;
  readonly readOnly: boolean;
}

export function ClientSettingsTab({ realm, client, readOnly }: ClientSettingsTabProps) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const form = useServerForm<ClientForm>(clientForm(client));
  const { errors, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    try {
      await act(
        async () => {
          await api.send('PUT', clientPath(realm, client.id), clientBody(client, values));
          form.reset(values);
        },
        {
          done: t('common.saved'),
          changes: [['clients', realm]],
        },
      );
    } catch (error) {
      showRefusal(form, error, t, ['clientId']);
    }
  });
  const part = { form, readOnly };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Panel title={t('clients.about')}>
          <Stack>
            <TextInput
              label={t('clients.clientId')}
              description={t('clients.clientIdHint')}
              required
              readOnly={readOnly}
              error={errors.clientId?.message}
              {...form.register('clientId', { required: t('common.required') })}
            />
            <TextInput label={t('clients.name')} description={t('clients.nameHint')} readOnly={readOnly} {...form.register('name')} />
            <Textarea label={t('clients.description')} autosize minRows={1} readOnly={readOnly} {...form.register('description')} />
            <SwitchField {...part} name="enabled" label={t('clients.enabled')} description={t('clients.enabledHint')} />
          </Stack>
        </Panel>
        <Panel title={t('clients.addresses')} description={t('clients.addressesHint')}>
          <Stack>
            <TextInput
              label={t('clients.rootUrl')}
              description={t('clients.rootUrlHint')}
              readOnly={readOnly}
              {...form.register('rootUrl')}
            />
            <TextInput
              label={t('clients.baseUrl')}
              description={t('clients.baseUrlHint')}
              readOnly={readOnly}
              {...form.register('baseUrl')}
            />
            <ListField
              {...part}
              name="redirectUris"
              label={t('clients.redirectUris')}
              description={t('clients.redirectHint')}
              placeholder="https://app.example/callback"
            />
            <ListField
              {...part}
              name="postLogout"
              label={t('clients.postLogout')}
              description={t('clients.postLogoutHint')}
              placeholder="+"
            />
            <ListField
              {...part}
              name="webOrigins"
              label={t('clients.webOrigins')}
              description={t('clients.webOriginsHint')}
              placeholder="+"
            />
          </Stack>
        </Panel>
        <Panel title={t('clients.capabilities')}>
          <Stack>
            <SwitchField {...part} name="confidential" label={t('clients.confidential')} description={t('clients.confidentialHint')} />
            <SwitchField
              {...part}
              name="standardFlowEnabled"
              label={t('clients.standardFlow')}
              description={t('clients.standardFlowHint')}
            />
            <SwitchField
              {...part}
              name="directAccessGrantsEnabled"
              label={t('clients.directGrants')}
              description={t('clients.directGrantsHint')}
            />
            <SwitchField
              {...part}
              readOnly={readOnly || !form.watch('confidential')}
              name="serviceAccountsEnabled"
              label={t('clients.serviceAccount')}
              description={t('clients.serviceAccountHint')}
            />
          </Stack>
        </Panel>
        <FormError message={errors.root?.message} />
        {!readOnly && <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => form.reset()} />}
      </Stack>
    </form>
  );
}

interface FieldProps<Name extends keyof ClientForm> {
  readonly form: UseFormReturn<ClientForm>;
  readonly name: Name;
  readonly label: string;
  readonly description: string;
  readonly readOnly: boolean;
}

type NamesOf<T> = { [K in keyof ClientForm]: ClientForm[K] extends T ? K : never }[keyof ClientForm];

function SwitchField({ form, name, label, description, readOnly }: FieldProps<NamesOf<boolean>>) {
  return (
    <Controller
      name={name}
      control={form.control}
      render={({ field: { value, ...field } }) => (
        <Switch {...field} checked={value} label={label} description={description} disabled={readOnly} />
      )}
    />
  );
}

function ListField({ form, name, readOnly, ...rest }: FieldProps<NamesOf<readonly string[]>> & { readonly placeholder: string }) {
  return (
    <Controller
      name={name}
      control={form.control}
      render={({ field: { value, onChange } }) => <TextList {...rest} value={value} onChange={onChange} disabled={readOnly} />}
    />
  );
}
