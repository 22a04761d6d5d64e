import { Stack, Textarea, TextInput } from '@mantine/core';
import { Controller } from 'react-hook-form';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { AttributeRows } from '../../ui/attribute-rows.tsx';
import { attributeRows, gatherAttributes } from '../../ui/attributes.ts';
import { FormError, showRefusal } from '../../ui/form-errors.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useServerForm } from '../../ui/use-server-form.ts';
import type { GroupTabProps } from './group-children-tab.tsx';
import { groupPath } from './group-query.ts';

export function GroupDetailsTab({ realm, group, readOnly }: GroupTabProps) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const form = useServerForm({
    name: group.name,
    description: group.description ?? '',
    attributes: attributeRows(group.attributes ?? {}),
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const { name, description, attributes } = values;
    try {
      await act(
        async () => {
          await api.send('PUT', groupPath(realm, group.id), { id: group.id, name, description, attributes: gatherAttributes(attributes) });
          form.reset(values);
        },
        { done: t('common.saved'), changes: [['groups', realm]] },
      );
    } catch (error) {
      showRefusal(form, error, t, ['name']);
    }
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Panel maw={640}>
          <Stack>
            <TextInput
              label={t('groups.name')}
              required
              readOnly={readOnly}
              error={errors.name?.message}
              {...form.register('name', { validate: (value) => value.trim() !== '' || t('common.required') })}
            />
            <Textarea label={t('groups.description')} autosize minRows={1} readOnly={readOnly} {...form.register('description')} />
          </Stack>
        </Panel>
        <Panel title={t('users.attributes')} description={t('groups.attributesHint')} maw={640}>
          <Controller
            name="attributes"
            control={form.control}
            render={({ field: { value, onChange } }) => <AttributeRows rows={value} onChange={onChange} readOnly={readOnly} />}
          />
        </Panel>
        <FormError message={errors.root?.message} />
        {!readOnly && <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => form.reset()} />}
      </Stack>
    </form>
  );
}
