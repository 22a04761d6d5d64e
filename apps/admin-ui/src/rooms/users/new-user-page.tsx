import { Button, Group, PasswordInput, Radio, Stack, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Controller, useForm } from 'react-hook-form';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { FormError, showRefusal } from '../../ui/form-errors.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { paths, rest } from '../../ui/paths.ts';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';
import { realmQuery } from '../realms/realms-query.ts';

interface NewUser {
  readonly username: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly firstName: string;
  readonly lastName: string;
  /** How this person gets in the first time. */
  readonly entry: 'link' | 'password' | 'later';
  readonly password: string;
}

const FIELDS = ['username', 'email', 'firstName', 'lastName'] as const;
const EMPTY: NewUser = { username: '', email: '', emailVerified: false, firstName: '', lastName: '', entry: 'link', password: '' };

export function NewUserPage() {
  const t = useText();
  const { realm } = useParams({ from: '/realms/$realm/users/new' });
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const emailIsName = useQuery(realmQuery(api, realm)).data?.registrationEmailAsUsername === true;
  const form = useForm<NewUser>({ defaultValues: EMPTY });
  const { errors, isSubmitting } = form.formState;
  const entry = form.watch('entry');

  const submit = form.handleSubmit(async ({ entry: how, password, ...values }) => {
    const body = {
      ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')),
      enabled: true,
      ...(how === 'password' ? { credentials: [{ type: 'password', value: password, temporary: true }] } : {}),
    };
    try {
      const id = await act(() => api.create(rest(realm, '/users'), body), {
        done: t('users.createdToast', { name: values.username || values.email }),
        changes: [['users', realm]],
      });
      go(paths.user(realm, id, how === 'link' ? 'link' : undefined));
    } catch (error) {
      showRefusal(form, error, t, FIELDS);
    }
  });

  return (
    <Page title={t('users.create')} back={{ to: paths.users(realm), label: t('users.title') }}>
      <Panel maw={640}>
        <form onSubmit={submit} noValidate>
          <Stack>
            {!emailIsName && (
              <TextInput
                label={t('users.username')}
                required
                autoComplete="off"
                autoFocus
                error={errors.username?.message}
                {...form.register('username', { required: t('common.required') })}
              />
            )}
            <TextInput
              label={t('users.email')}
              type="email"
              autoComplete="off"
              required={emailIsName || entry === 'link'}
              error={errors.email?.message}
              {...form.register('email', {
                validate: (value) => value !== '' || !(emailIsName || entry === 'link') || t('users.emailForLink'),
              })}
            />
            <Controller
              name="emailVerified"
              control={form.control}
              render={({ field: { value, ...field } }) => (
                <Switch {...field} checked={value} label={t('users.emailVerified')} description={t('users.emailVerifiedHint')} />
              )}
            />
            <Group grow align="flex-start">
              <TextInput
                label={t('users.firstName')}
                autoComplete="off"
                error={errors.firstName?.message}
                {...form.register('firstName')}
              />
              <TextInput label={t('users.lastName')} autoComplete="off" error={errors.lastName?.message} {...form.register('lastName')} />
            </Group>
            <Controller
              name="entry"
              control={form.control}
              render={({ field }) => (
                <Radio.Group {...field} label={t('users.entry')}>
                  <Stack gap="xs" mt={6}>
                    <Radio value="link" label={t('users.entryLink')} description={t('users.entryLinkHint')} />
                    <Radio value="password" label={t('users.entryPassword')} description={t('users.entryPasswordHint')} />
                    <Radio value="later" label={t('users.entryLater')} />
                  </Stack>
                </Radio.Group>
              )}
            />
            {entry === 'password' && (
              <PasswordInput
                label={t('users.temporaryPassword')}
                required
                autoComplete="new-password"
                visibilityToggleButtonProps={{ 'aria-label': t('users.showPassword') }}
                error={errors.password?.message}
                {...form.register('password', { required: t('common.required'), shouldUnregister: true })}
              />
            )}
            <FormError message={errors.root?.message} />
            <Group justify="flex-end">
              <Button type="submit" loading={isSubmitting}>
                {t('users.create')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Panel>
    </Page>
  );
}
