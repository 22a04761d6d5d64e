import { Button, Grid, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Controller } from 'react-hook-form';
import type { Realm } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi, useConsole } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Copyable } from '../../ui/copy.tsx';
import { FormError, showRefusal } from '../../ui/form-errors.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { paths, rest } from '../../ui/paths.ts';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';
import { useServerForm } from '../../ui/use-server-form.ts';
import { useMay } from '../../ui/who.ts';
import { RealmFigures } from './realm-figures.tsx';
import { realmQuery } from './realms-query.ts';

export function RealmPage() {
  const t = useText();
  const { realm: name } = useParams({ from: '/realms/$realm' });
  const realm = useQuery(realmQuery(useApi(), name));
  const mayManage = useMay(name, 'manage-realm');
  return (
    <Page title={realm.data?.displayName || name} intro={t('realm.intro', { realm: name })}>
      <Loaded query={realm}>
        {(loaded) => (
          <>
            <RealmFigures realm={name} />
            <Grid gap="lg">
              <Grid.Col span={{ base: 12, lg: 6 }}>
                <Addresses realm={name} />
              </Grid.Col>
              <Grid.Col span={{ base: 12, lg: 6 }}>
                <RealmSettings key={loaded.id} realm={loaded} readOnly={!mayManage} />
              </Grid.Col>
            </Grid>
            {mayManage && name !== 'master' && <DangerZone realm={name} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Addresses({ realm }: { readonly realm: string }) {
  const t = useText();
  const { server } = useConsole();
  const issuer = `${server}/realms/${encodeURIComponent(realm)}`;
  const rows = [
    [t('realm.issuer'), issuer],
    [t('realm.discovery'), `${issuer}/.well-known/openid-configuration`],
    [t('realm.account'), `${issuer}/account`],
  ] as const;
  return (
    <Panel title={t('realm.addresses')} description={t('realm.addressesHint')} h="100%">
      <Stack gap="sm">
        {rows.map(([label, value]) => (
          <div key={label}>
            <Text size="sm" fw={500}>
              {label}
            </Text>
            <Copyable value={value} label={label} />
          </div>
        ))}
      </Stack>
    </Panel>
  );
}

function RealmSettings({ realm, readOnly }: { readonly realm: Realm & Record<string, unknown>; readonly readOnly: boolean }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const values = { displayName: realm.displayName ?? '', enabled: realm.enabled };
  const form = useServerForm(values);
  const { errors, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (changed) => {
    try {
      await act(
        async () => {
          await api.send('PUT', rest(realm.realm), { realm: realm.realm, ...changed });
          form.reset(changed);
        },
        {
          done: t('common.saved'),
          changes: [['realm', realm.realm], ['realms']],
        },
      );
    } catch (error) {
      showRefusal(form, error, t, ['displayName']);
    }
  });
  return (
    <Panel title={t('realm.settings')} h="100%">
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('realms.displayName')}
            description={t('realms.displayNameHint')}
            readOnly={readOnly}
            error={errors.displayName?.message}
            {...form.register('displayName')}
          />
          <Controller
            name="enabled"
            control={form.control}
            render={({ field: { value, ...field } }) => (
              <Switch
                {...field}
                checked={value}
                label={t('realm.enabled')}
                description={t('realm.enabledHint')}
                disabled={readOnly || realm.realm === 'master'}
              />
            )}
          />
          <FormError message={errors.root?.message} />
          {!readOnly && <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => form.reset()} />}
        </Stack>
      </form>
    </Panel>
  );
}

function DangerZone({ realm }: { readonly realm: string }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const confirm = useConfirm();
  const ask = () =>
    confirm({
      title: t('realm.deleteTitle', { realm }),
      body: t('realm.deleteBody'),
      action: t('realm.delete'),
      typed: realm,
      onConfirm: async () => {
        await act(() => api.send('DELETE', rest(realm)), { done: t('realm.deleted', { realm }), changes: [['realms']] });
        go(paths.realms);
      },
    });
  return (
    <Panel title={t('realm.danger')}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" maw="40rem">
          {t('realm.deleteHint')}
        </Text>
        <Button variant="outline" color="red" onClick={ask}>
          {t('realm.delete')}
        </Button>
      </Group>
    </Panel>
  );
}
