import { Alert, Button, Group, MultiSelect, NumberInput, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import type { User } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { FormError, showRefusal } from '../../ui/form-errors.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useAct } from '../../ui/use-act.ts';
import { clientsQuery } from '../clients/client-query.ts';
import { FIRST, type LinkForm, UNITS } from './link-form.ts';
import { RedirectField } from './redirect-field.tsx';
import { requiredActionsQuery, userPath } from './user-query.ts';

/** Mails a link that lets this person do the chosen actions (Keycloak's execute-actions-email). */
export function SendLinkTab({ realm, user }: { readonly realm: string; readonly user: User }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const actions = useQuery(requiredActionsQuery(api, realm));
  const clients = useQuery(clientsQuery(api, realm));
  const form = useForm<LinkForm>({ defaultValues: FIRST });
  const { errors, isSubmitting } = form.formState;
  const client = clients.data?.find(({ clientId }) => clientId === form.watch('client'));
  const ready = user.email !== undefined && user.enabled;

  const submit = form.handleSubmit(async ({ actions: chosen, amount, unit, client: clientId, redirectUri }) => {
    const query = {
      lifespan: Number(amount) * UNITS[unit],
      client_id: clientId ?? undefined,
      redirect_uri: clientId === null ? undefined : redirectUri.trim(),
    };
    try {
      await act(() => api.send('PUT', userPath(realm, user.id, '/execute-actions-email'), chosen, query), {
        done: t('link.sent', { email: user.email ?? '' }),
        changes: [],
      });
    } catch (error) {
      showRefusal(form, error, t, []);
    }
  });

  return (
    <Panel title={t('link.title')} description={t('link.hint')} maw={640}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {user.email === undefined && <Alert color="amber">{t('link.noAddress')}</Alert>}
          {!user.enabled && <Alert color="amber">{t('link.disabledUser')}</Alert>}
          <Controller
            name="actions"
            control={form.control}
            rules={{ validate: (value) => value.length > 0 || t('link.actionsRule') }}
            render={({ field }) => (
              <MultiSelect
                {...field}
                searchable
                label={t('link.actions')}
                description={t('link.actionsHint')}
                required
                data={(actions.data ?? []).map(({ alias, name }) => ({ value: alias, label: name }))}
                error={errors.actions?.message}
              />
            )}
          />
          <Group align="flex-end" gap="xs">
            <Controller
              name="amount"
              control={form.control}
              rules={{ validate: (value) => (Number.isInteger(Number(value)) && Number(value) > 0) || t('link.lifespanRule') }}
              render={({ field }) => (
                <NumberInput
                  {...field}
                  w={140}
                  label={t('link.lifespan')}
                  min={1}
                  max={100_000}
                  allowDecimal={false}
                  error={errors.amount?.message}
                />
              )}
            />
            <Controller
              name="unit"
              control={form.control}
              render={({ field }) => (
                <Select
                  {...field}
                  w={140}
                  aria-label={t('link.unit')}
                  allowDeselect={false}
                  data={[
                    { value: 'minutes', label: t('link.minutes') },
                    { value: 'hours', label: t('link.hours') },
                    { value: 'days', label: t('link.days') },
                  ]}
                />
              )}
            />
          </Group>
          <Controller
            name="client"
            control={form.control}
            render={({ field }) => (
              <Select
                {...field}
                label={t('link.client')}
                description={t('link.clientHint')}
                data={(clients.data ?? []).filter(({ bearerOnly }) => !bearerOnly).map(({ clientId }) => clientId)}
                searchable
                clearable
                clearButtonProps={{ 'aria-label': t('common.remove') }}
                limit={100}
              />
            )}
          />
          {client && <RedirectField form={form} client={client} />}
          <FormError message={errors.root?.message} />
          <Group justify="flex-end">
            <Button type="submit" loading={isSubmitting} disabled={!ready}>
              {t('link.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
