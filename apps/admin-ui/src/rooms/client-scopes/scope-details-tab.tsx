import { Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { Controller } from 'react-hook-form';
import type { ClientScope } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { FormError, showRefusal } from '../../ui/form-errors.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useServerForm } from '../../ui/use-server-form.ts';
import { scopePath } from './scope-query.ts';

interface ScopeDetailsTabProps {
  readonly realm: string;
  readonly scope: ClientScope;
  readonly readOnly: boolean;
}

const IN_TOKEN = 'include.in.token.scope';
const ON_CONSENT = 'display.on.consent.screen';
const CONSENT_TEXT = 'consent.screen.text';

export function ScopeDetailsTab({ realm, scope, readOnly }: ScopeDetailsTabProps) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const attributes = scope.attributes ?? {};
  const form = useServerForm({
    name: scope.name,
    description: scope.description ?? '',
    inToken: attributes[IN_TOKEN] !== 'false',
    onConsent: attributes[ON_CONSENT] !== 'false',
    consentText: attributes[CONSENT_TEXT] ?? '',
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const { name, description, inToken, onConsent, consentText } = values;
    const body = {
      ...scope,
      name,
      description,
      attributes: { ...attributes, [IN_TOKEN]: String(inToken), [ON_CONSENT]: String(onConsent), [CONSENT_TEXT]: consentText },
    };
    try {
      await act(
        async () => {
          await api.send('PUT', scopePath(realm, scope.id), body);
          form.reset(values);
        },
        { done: t('common.saved'), changes: [['client-scopes', realm]] },
      );
    } catch (error) {
      showRefusal(form, error, t, ['name']);
    }
  });
  return (
    <Panel maw={640}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('scopes.name')}
            description={t('scopes.nameHint')}
            required
            readOnly={readOnly}
            error={errors.name?.message}
            {...form.register('name', { required: t('common.required') })}
          />
          <Textarea label={t('scopes.description')} autosize minRows={1} readOnly={readOnly} {...form.register('description')} />
          <Controller
            name="inToken"
            control={form.control}
            render={({ field: { value, ...field } }) => (
              <Switch {...field} checked={value} label={t('scopes.inToken')} description={t('scopes.inTokenHint')} disabled={readOnly} />
            )}
          />
          <Controller
            name="onConsent"
            control={form.control}
            render={({ field: { value, ...field } }) => (
              <Switch
                {...field}
                checked={value}
                label={t('scopes.onConsent')}
                description={t('scopes.onConsentHint')}
                disabled={readOnly}
              />
            )}
          />
          {form.watch('onConsent') && <TextInput label={t('scopes.consentText')} readOnly={readOnly} {...form.register('consentText')} />}
          <FormError message={errors.root?.message} />
          {!readOnly && <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => form.reset()} />}
        </Stack>
      </form>
    </Panel>
  );
}
