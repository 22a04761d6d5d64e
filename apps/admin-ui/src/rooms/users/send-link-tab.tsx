import { Alert, Button, Group, MultiSelect, NumberInput, Select, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import type { User } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FormError, showRefusal } from '../../ui/form-errors.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ourRest } from '../../ui/paths.ts';
import { useAct } from '../../ui/use-act.ts';
import { useMay } from '../../ui/who.ts';
import { clientsQuery } from '../clients/client-query.ts';
import { CopyLinkDialog, type IssuedLink } from '../links/copy-link-dialog.tsx';
import { LinksPanel } from '../links/links-panel.tsx';
import { MailView } from '../links/mail-view.tsx';
import { FIRST, type LinkForm, linkRequest } from './link-form.ts';
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
  const chosenActions = form.watch('actions');
  const mayHandOver = useMay(realm, 'hand-over-links');
  const [issued, setIssued] = useState<IssuedLink | null>(null);
  const [previewing, preview] = useDisclosure(false);
  const ready = user.email !== undefined && user.enabled;

  const changes = [['links', realm]];
  const submit = form.handleSubmit(async (values) => {
    const { actions: chosen, lifespan, clientId, redirectUri } = linkRequest(values);
    const query = { lifespan, client_id: clientId, redirect_uri: redirectUri };
    try {
      await act(() => api.send('PUT', userPath(realm, user.id, '/execute-actions-email'), chosen, query), {
        done: t('link.sent', { email: user.email ?? '' }),
        changes,
      });
    } catch (error) {
      showRefusal(form, error, t, []);
    }
  });
  const copy = form.handleSubmit(async (values) => {
    const path = ourRest(realm, `/users/${encodeURIComponent(user.id)}/links`);
    try {
      setIssued(await act(() => api.send<IssuedLink>('POST', path, linkRequest(values)), { changes }));
    } catch (error) {
      showRefusal(form, error, t, []);
    }
  });

  return (
    <Stack gap="lg">
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
            <Group justify="flex-end" gap="xs">
              <Button variant="subtle" disabled={chosenActions.length === 0} onClick={preview.open}>
                {t('links.preview')}
              </Button>
              {mayHandOver && (
                <Button variant="default" disabled={!user.enabled || isSubmitting} onClick={() => void copy()}>
                  {t('links.copy')}
                </Button>
              )}
              <Button type="submit" loading={isSubmitting} disabled={!ready}>
                {t('link.send')}
              </Button>
            </Group>
          </Stack>
        </form>
        <CopyLinkDialog link={issued} onClose={() => setIssued(null)} />
        <Dialog
          opened={previewing}
          onClose={preview.close}
          title={t('links.previewTitle', { email: user.email ?? user.username })}
          size="xl"
        >
          <MailView realm={realm} template="execute-actions" query={{ userId: user.id, actions: chosenActions.join(',') }} />
        </Dialog>
      </Panel>
      <LinksPanel realm={realm} userId={user.id} readOnly={false} />
    </Stack>
  );
}
