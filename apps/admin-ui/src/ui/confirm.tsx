import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { useText } from '../i18n/text.tsx';
import { describeError } from './describe-error.ts';

interface Question {
  readonly title: string;
  /** What will happen, in a sentence or two. */
  readonly body: ReactNode;
  readonly action: string;
  /** Has to be typed first; for what cannot be undone. */
  readonly typed?: string;
  readonly danger?: boolean;
  /** The dialog stays open with the error when it fails. */
  readonly onConfirm: () => Promise<void>;
}

type Ask = (question: Question) => void;
const ConfirmContext = createContext<Ask | null>(null);

/** Asks before what cannot be undone. The focus goes back to where it was. */
export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [open, setOpen] = useState(false);
  const ask = useCallback((asked: Question) => {
    setQuestion(asked);
    setOpen(true);
  }, []);
  return (
    <ConfirmContext value={ask}>
      {children}
      {question && <ConfirmDialog question={question} open={open} close={() => setOpen(false)} forget={() => setQuestion(null)} />}
    </ConfirmContext>
  );
}

export function useConfirm(): Ask {
  const ask = useContext(ConfirmContext);
  if (ask === null) throw new Error('outside of the ConfirmProvider');
  return ask;
}

interface ConfirmDialogProps {
  readonly question: Question;
  readonly open: boolean;
  readonly close: () => void;
  readonly forget: () => void;
}

function ConfirmDialog({ question, open, close, forget }: ConfirmDialogProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { title, body, action, typed: wanted, danger = true, onConfirm } = question;
  const run = async () => {
    setRunning(true);
    setError(null);
    try {
      await onConfirm();
      close();
    } catch (failure) {
      setError(failure);
    } finally {
      setRunning(false);
    }
  };
  return (
    <Modal opened={open} onClose={close} onExitTransitionEnd={forget} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Stack>
          <Text size="sm" component="div">
            {body}
          </Text>
          {wanted !== undefined && (
            <TextInput
              label={t('common.typeToConfirm', { name: wanted })}
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          )}
          {error !== null && (
            <Alert color="red" role="alert">
              {describeError(t, error)}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close} data-autofocus={wanted === undefined || undefined}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" color={danger ? 'red' : undefined} loading={running} disabled={wanted !== undefined && typed !== wanted}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
