import { Group, MultiSelect, Stack, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import type { User } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { AttributeRows } from '../../ui/attribute-rows.tsx';
import { FormError, showRefusal } from '../../ui/form-errors.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useServerForm } from '../../ui/use-server-form.ts';
import { toBody, type UserForm, userForm } from './user-form.ts';
import { freeAttributesQuery, requiredActionsQuery, userPath } from './user-query.ts';

interface UserDetailsTabProps {
  readonly realm: string;
  readonly user: User;
  readonly readOnly: boolean;
}

const FIELDS = ['username', 'email', 'firstName', 'lastName'] as const;

export function UserDetailsTab({ realm, user, readOnly }: UserDetailsTabProps) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const actions = useQuery(requiredActionsQuery(api, realm));
  const free = useQuery(freeAttributesQuery(api, realm)).data ?? false;
  const form = useServerForm<UserForm>(userForm(user));
  const { errors, isDirty, isSubmitting } = form.formState;
  const usernameFixed = user.userProfileMetadata?.attributes.find(({ name }) => name === 'username')?.readOnly ?? true;
  const submit = form.handleSubmit(async (values) => {
    try {
      await act(
        async () => {
          await api.send('PUT', userPath(realm, user.id), toBody(user, values));
          form.reset(values);
        },
        {
          done: t('common.saved'),
          changes: [['users', realm]],
        },
      );
    } catch (error) {
      showRefusal(form, error, t, FIELDS);
    }
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Panel title={t('users.person')}>
          <Stack>
            <TextInput
              label={t('users.username')}
              description={usernameFixed && !readOnly ? t('users.usernameFixed') : undefined}
              readOnly={readOnly || usernameFixed}
              error={errors.username?.message}
              {...form.register('username', { required: t('common.required') })}
            />
            <TextInput
              label={t('users.email')}
              type="email"
              autoComplete="off"
              readOnly={readOnly}
              error={errors.email?.message}
              {...form.register('email')}
            />
            <Controller
              name="emailVerified"
              control={form.control}
              render={({ field: { value, ...field } }) => (
                <Switch
                  {...field}
                  checked={value}
                  label={t('users.emailVerified')}
                  description={t('users.emailVerifiedHint')}
                  disabled={readOnly}
                />
              )}
            />
            <Group grow align="flex-start">
              <TextInput
                label={t('users.firstName')}
                autoComplete="off"
                readOnly={readOnly}
                error={errors.firstName?.message}
                {...form.register('firstName')}
              />
              <TextInput
                label={t('users.lastName')}
                autoComplete="off"
                readOnly={readOnly}
                error={errors.lastName?.message}
                {...form.register('lastName')}
              />
            </Group>
            <Controller
              name="enabled"
              control={form.control}
              render={({ field: { value, ...field } }) => (
                <Switch {...field} checked={value} label={t('users.enabled')} description={t('users.enabledHint')} disabled={readOnly} />
              )}
            />
            <Controller
              name="requiredActions"
              control={form.control}
              render={({ field }) => (
                <MultiSelect
                  {...field}
                  searchable
                  label={t('users.requiredActions')}
                  description={t('users.requiredActionsHint')}
                  data={(actions.data ?? []).map(({ alias, name }) => ({ value: alias, label: name }))}
                  disabled={readOnly}
                  clearable
                  clearButtonProps={{ 'aria-label': t('common.remove') }}
                />
              )}
            />
          </Stack>
        </Panel>
        <Panel title={t('users.attributes')} description={t(free ? 'users.attributesHint' : 'users.attributesFixed')}>
          <Controller
            name="attributes"
            control={form.control}
            render={({ field: { value, onChange } }) => (
              <AttributeRows
                rows={value}
                onChange={onChange}
                known={user.userProfileMetadata?.attributes ?? []}
                free={free}
                readOnly={readOnly}
              />
            )}
          />
        </Panel>
        <FormError message={errors.root?.message} />
        {!readOnly && <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => form.reset()} />}
      </Stack>
    </form>
  );
}
