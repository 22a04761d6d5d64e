import { Textarea } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { useText } from '../../i18n/text.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogForm } from '../../ui/dialog-form.tsx';
import { showRefusal } from '../../ui/form-errors.tsx';
import { useAct } from '../../ui/use-act.ts';
import { FlowNameField } from './flow-name-field.tsx';

export interface FlowWords {
  readonly name: string;
  readonly description: string;
}

interface RenameDialogProps {
  readonly realm: string;
  readonly words: FlowWords;
  readonly save: (words: FlowWords) => Promise<void>;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Name and description of a flow or of a sub-flow. */
export function RenameDialog({ opened, ...props }: RenameDialogProps) {
  const t = useText();
  return (
    <Dialog opened={opened} onClose={props.onClose} title={t('flows.renameTitle', { flow: props.words.name })}>
      <RenameForm {...props} />
    </Dialog>
  );
}

function RenameForm({ realm, words, save, onClose }: Omit<RenameDialogProps, 'opened'>) {
  const t = useText();
  const act = useAct();
  const form = useForm({ defaultValues: words });
  const submit = form.handleSubmit(async (changed) => {
    try {
      await act(() => save(changed), {
        done: t('common.saved'),
        changes: [
          ['flows', realm],
          ['realm', realm],
        ],
      });
      onClose();
    } catch (error) {
      showRefusal(form, error, t, []);
    }
  });
  return (
    <DialogForm form={form} onSubmit={submit} onClose={onClose} action={t('common.save')}>
      <FlowNameField form={form} name="name" />
      <Textarea label={t('flows.description')} autosize minRows={1} {...form.register('description')} />
    </DialogForm>
  );
}
