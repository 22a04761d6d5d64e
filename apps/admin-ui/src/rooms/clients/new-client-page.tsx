import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { Controller, useForm } from 'react-hook-form';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { filled } from '../../ui/filled.ts';
import { FormError, showRefusal } from '../../ui/form-errors.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { paths, rest } from '../../ui/paths.ts';
import { TextList } from '../../ui/text-list.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';

interface NewClient {
  readonly clientId: string;
  readonly name: string;
  readonly use: 'server' | 'browser' | 'machine';
  readonly redirectUris: readonly string[];
}

/** What each use of a client switches on. */
const USES = {
  server: { publicClient: false, standardFlowEnabled: true, directAccessGrantsEnabled: false, serviceAccountsEnabled: false },
  browser: { publicClient: true, standardFlowEnabled: true, directAccessGrantsEnabled: false, serviceAccountsEnabled: false },
  machine: { publicClient: false, standardFlowEnabled: false, directAccessGrantsEnabled: false, serviceAccountsEnabled: true },
} as const;

export function NewClientPage() {
  const t = useText();
  const { realm } = useParams({ from: '/realms/$realm/clients/new' });
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const form = useForm<NewClient>({ defaultValues: { clientId: '', name: '', use: 'server', redirectUris: [] } });
  const { errors, isSubmitting } = form.formState;
  const use = form.watch('use');

  const submit = form.handleSubmit(async (values) => {
    const redirectUris = values.use === 'machine' ? [] : filled(values.redirectUris);
    const body = {
      clientId: values.clientId.trim(),
      ...(values.name === '' ? {} : { name: values.name }),
      enabled: true,
      protocol: 'openid-connect',
      ...USES[values.use],
      redirectUris,
      webOrigins: values.use === 'browser' ? ['+'] : [],
      attributes: { 'post.logout.redirect.uris': '+', ...(values.use === 'browser' ? { 'pkce.code.challenge.method': 'S256' } : {}) },
    };
    try {
      const id = await act(() => api.create(rest(realm, '/clients'), body), {
        done: t('clients.created', { client: body.clientId }),
        changes: [['clients', realm]],
      });
      go(paths.client(realm, id, values.use === 'browser' ? undefined : 'credentials'));
    } catch (error) {
      showRefusal(form, error, t, ['clientId']);
    }
  });

  return (
    <Page title={t('clients.create')} back={{ to: paths.clients(realm), label: t('clients.title') }}>
      <Panel maw={640}>
        <form onSubmit={submit} noValidate>
          <Stack>
            <TextInput
              label={t('clients.clientId')}
              description={t('clients.clientIdHint')}
              required
              autoComplete="off"
              autoFocus
              error={errors.clientId?.message}
              {...form.register('clientId', { validate: (value) => value.trim() !== '' || t('common.required') })}
            />
            <TextInput label={t('clients.name')} description={t('clients.nameHint')} autoComplete="off" {...form.register('name')} />
            <Controller
              name="use"
              control={form.control}
              render={({ field }) => (
                <Radio.Group {...field} label={t('clients.use')}>
                  <Stack gap="xs" mt={6}>
                    <Radio value="server" label={t('clients.useServer')} description={t('clients.useServerHint')} />
                    <Radio value="browser" label={t('clients.useBrowser')} description={t('clients.useBrowserHint')} />
                    <Radio value="machine" label={t('clients.useMachine')} description={t('clients.useMachineHint')} />
                  </Stack>
                </Radio.Group>
              )}
            />
            {use !== 'machine' && (
              <Controller
                name="redirectUris"
                control={form.control}
                rules={{ validate: (value) => filled(value).length > 0 || t('clients.redirectRule') }}
                render={({ field: { value, onChange } }) => (
                  <TextList
                    label={t('clients.redirectUris')}
                    description={t('clients.redirectHint')}
                    placeholder="https://app.example/callback"
                    value={value}
                    onChange={onChange}
                    error={errors.redirectUris?.message}
                  />
                )}
              />
            )}
            <FormError message={errors.root?.message} />
            <Group justify="flex-end">
              <Button type="submit" loading={isSubmitting}>
                {t('clients.create')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Panel>
    </Page>
  );
}
