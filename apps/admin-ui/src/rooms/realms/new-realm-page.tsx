import { Button, Group, Stack, Switch, Tabs, TextInput } from '@mantine/core';
import { Controller, useForm } from 'react-hook-form';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { FormError, showRefusal } from '../../ui/form-errors.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { paths } from '../../ui/paths.ts';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';
import { ImportRealmForm } from './import-realm-form.tsx';

interface NewRealm {
  readonly realm: string;
  readonly displayName: string;
  readonly registrationAllowed: boolean;
  readonly resetPasswordAllowed: boolean;
}

/** Seconds in which a refresh token that was just rotated may be shown again, for realms that begin here. */
const GRACE = '10';

export function NewRealmPage() {
  const t = useText();
  return (
    <Page title={t('realms.create')} back={{ to: paths.realms, label: t('realms.title') }}>
      <Panel maw={640}>
        <Tabs defaultValue="new" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="new">{t('realms.createNew')}</Tabs.Tab>
            <Tabs.Tab value="import">{t('realms.createImport')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="new">
            <NewRealmForm />
          </Tabs.Panel>
          <Tabs.Panel value="import">
            <ImportRealmForm />
          </Tabs.Panel>
        </Tabs>
      </Panel>
    </Page>
  );
}

function NewRealmForm() {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const form = useForm<NewRealm>({ defaultValues: { realm: '', displayName: '', registrationAllowed: false, resetPasswordAllowed: true } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ displayName, ...values }) => {
    const body = {
      ...values,
      enabled: true,
      attributes: { refreshTokenReuseGrace: GRACE },
      ...(displayName === '' ? {} : { displayName }),
    };
    try {
      await act(() => api.create('/realms', body), {
        done: t('realms.created', { realm: values.realm }),
        changes: [['realms'], ['whoami']],
      });
      go(paths.realm(values.realm));
    } catch (error) {
      showRefusal(form, error, t, ['realm']);
    }
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label={t('realms.name')}
          description={t('realms.nameHint')}
          required
          autoComplete="off"
          autoFocus
          error={errors.realm?.message}
          {...form.register('realm', {
            required: t('common.required'),
            pattern: { value: /^[^/?#%\\\s:;&=+[\]"'<>]+$/, message: t('realms.nameRule') },
          })}
        />
        <TextInput
          label={t('realms.displayName')}
          description={t('realms.displayNameHint')}
          autoComplete="off"
          {...form.register('displayName')}
        />
        <Controller
          name="registrationAllowed"
          control={form.control}
          render={({ field: { value, ...field } }) => (
            <Switch {...field} checked={value} label={t('realms.registration')} description={t('realms.registrationHint')} />
          )}
        />
        <Controller
          name="resetPasswordAllowed"
          control={form.control}
          render={({ field: { value, ...field } }) => (
            <Switch {...field} checked={value} label={t('realms.reset')} description={t('realms.resetHint')} />
          )}
        />
        <FormError message={errors.root?.message} />
        <Group justify="flex-end">
          <Button type="submit" loading={isSubmitting}>
            {t('realms.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
