import { Radio, Stack, Text, Textarea } from '@mantine/core';
import { Controller, useForm } from 'react-hook-form';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { showRefusal } from '../../ui/form-errors.tsx';
import { paths } from '../../ui/paths.ts';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';
import { FlowNameField } from './flow-name-field.tsx';
import { authenticationPath } from './flow-query.ts';

interface NewFlowDialogProps {
  readonly realm: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function NewFlowDialog({ opened, ...props }: NewFlowDialogProps) {
  const t = useText();
  return (
    <Dialog opened={opened} onClose={props.onClose} title={t('flows.create')}>
      <NewFlowForm {...props} />
    </Dialog>
  );
}

function NewFlowForm({ realm, onClose }: Omit<NewFlowDialogProps, 'opened'>) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const form = useForm({ defaultValues: { alias: '', description: '', providerId: 'basic-flow' } });
  const submit = form.handleSubmit(async (values) => {
    try {
      const id = await act(() => api.create(authenticationPath(realm, '/flows'), { ...values, topLevel: true, builtIn: false }), {
        done: t('flows.created', { flow: values.alias }),
        changes: [['flows', realm, 'list']],
      });
      onClose();
      go(paths.flow(realm, id));
    } catch (error) {
      showRefusal(form, error, t, ['alias']);
    }
  });
  return (
    <DialogForm form={form} onSubmit={submit} onClose={onClose} action={t('flows.create')}>
      <Text size="sm">{t('flows.createHint')}</Text>
      <FlowNameField form={form} name="alias" />
      <Textarea label={t('flows.description')} autosize minRows={1} {...form.register('description')} />
      <Controller
        name="providerId"
        control={form.control}
        render={({ field }) => (
          <Radio.Group {...field} label={t('flows.kind')}>
            <Stack gap="xs" mt={6}>
              <Radio value="basic-flow" label={t('flows.kindBasic')} />
              <Radio value="client-flow" label={t('flows.kindClient')} />
            </Stack>
          </Radio.Group>
        )}
      />
    </DialogForm>
  );
}
