import { Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { showRefusal } from '../../ui/form-errors.tsx';
import { useAct } from '../../ui/use-act.ts';
import type { FlowEdit } from './flow-edit.ts';
import { providersQuery } from './flow-query.ts';
import type { Holder } from './step-tree.ts';

interface AddStepDialogProps {
  readonly realm: string;
  readonly edit: FlowEdit;
  readonly holder: Holder;
  readonly what: 'step' | 'condition';
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function AddStepDialog({ opened, ...props }: AddStepDialogProps) {
  const t = useText();
  const title = props.what === 'step' ? 'flow.addStepTo' : 'flow.addConditionTo';
  return (
    <Dialog opened={opened} onClose={props.onClose} title={t(title, { flow: props.holder.alias })}>
      <AddStepForm {...props} />
    </Dialog>
  );
}

function AddStepForm({ realm, edit, holder, what, onClose }: Omit<AddStepDialogProps, 'opened'>) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const providers = useQuery(providersQuery(api, realm, holder.kind)).data ?? [];
  const form = useForm<{ provider: string | null }>({ defaultValues: { provider: null } });
  const offered = providers.filter(({ id }) => id.startsWith('conditional-') === (what === 'condition'));
  const chosen = offered.find(({ id }) => id === form.watch('provider'));
  const submit = form.handleSubmit(async ({ provider }) => {
    try {
      await act(() => edit.addStep(holder, provider ?? ''), {
        done: t('flow.stepAdded', { step: chosen?.displayName ?? provider ?? '' }),
        changes: [['flows', realm]],
      });
      onClose();
    } catch (error) {
      showRefusal(form, error, t, []);
    }
  });

  return (
    <DialogForm form={form} onSubmit={submit} onClose={onClose} action={t('common.add')}>
      <Controller
        name="provider"
        control={form.control}
        rules={{ validate: (value) => value !== null || t('common.required') }}
        render={({ field }) => (
          <Select
            {...field}
            label={t(what === 'step' ? 'flow.chooseStep' : 'flow.chooseCondition')}
            required
            searchable
            data-autofocus
            data={offered.map(({ id, displayName }) => ({ value: id, label: displayName }))}
            error={form.formState.errors.provider?.message}
          />
        )}
      />
      <Text size="sm" c="dimmed" role="status">
        {chosen?.description}
      </Text>
    </DialogForm>
  );
}
