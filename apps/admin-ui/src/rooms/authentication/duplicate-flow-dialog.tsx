import { Text } from '@mantine/core';
import { useForm } from 'react-hook-form';
import type { Flow } from '../../api/flow-types.ts';
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

interface DuplicateFlowDialogProps {
  readonly realm: string;
  readonly flow: Flow;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function DuplicateFlowDialog({ opened, ...props }: DuplicateFlowDialogProps) {
  const t = useText();
  return (
    <Dialog opened={opened} onClose={props.onClose} title={t('flows.duplicateTitle', { flow: props.flow.alias })}>
      <DuplicateForm {...props} />
    </Dialog>
  );
}

function DuplicateForm({ realm, flow, onClose }: Omit<DuplicateFlowDialogProps, 'opened'>) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const form = useForm({ defaultValues: { newName: t('flows.copyName', { flow: flow.alias }) } });
  const submit = form.handleSubmit(async ({ newName }) => {
    try {
      const id = await act(() => api.create(authenticationPath(realm, `/flows/${encodeURIComponent(flow.alias)}/copy`), { newName }), {
        done: t('flows.duplicated', { flow: newName, source: flow.alias }),
        changes: [['flows', realm, 'list']],
      });
      onClose();
      go(paths.flow(realm, id));
    } catch (error) {
      showRefusal(form, error, t, ['newName']);
    }
  });
  return (
    <DialogForm form={form} onSubmit={submit} onClose={onClose} action={t('flows.duplicate')}>
      <Text size="sm">{t('flows.duplicateHint')}</Text>
      <FlowNameField form={form} name="newName" />
    </DialogForm>
  );
}
