import { Text, Textarea } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { useText } from '../../i18n/text.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { showRefusal } from '../../ui/form-errors.tsx';
import { useAct } from '../../ui/use-act.ts';
import type { FlowEdit } from './flow-edit.ts';
import { FlowNameField } from './flow-name-field.tsx';
import type { Holder } from './step-tree.ts';

interface AddSubFlowDialogProps {
  readonly realm: string;
  readonly edit: FlowEdit;
  readonly holder: Holder;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function AddSubFlowDialog({ opened, ...props }: AddSubFlowDialogProps) {
  const t = useText();
  return (
    <Dialog opened={opened} onClose={props.onClose} title={t('flow.addSubFlowTo', { flow: props.holder.alias })}>
      <AddSubFlowForm {...props} />
    </Dialog>
  );
}

/** A new sub-flow is switched off until it has steps. */
function AddSubFlowForm({ realm, edit, holder, onClose }: Omit<AddSubFlowDialogProps, 'opened'>) {
  const t = useText();
  const act = useAct();
  const form = useForm({ defaultValues: { alias: '', description: '' } });
  const submit = form.handleSubmit(async (values) => {
    try {
      await act(() => edit.addSubFlow(holder, values), {
        done: t('flow.stepAdded', { step: values.alias }),
        changes: [['flows', realm]],
      });
      onClose();
    } catch (error) {
      showRefusal(form, error, t, ['alias']);
    }
  });
  return (
    <DialogForm form={form} onSubmit={submit} onClose={onClose} action={t('common.add')}>
      <Text size="sm">{t('flow.subFlowHint')}</Text>
      <FlowNameField form={form} name="alias" />
      <Textarea label={t('flows.description')} autosize minRows={1} {...form.register('description')} />
    </DialogForm>
  );
}
