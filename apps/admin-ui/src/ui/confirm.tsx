import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { useText } from '../i18n/text.tsx';
import { describeError } from './describe-error.ts';
import { Dialog } from './dialog.tsx';

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
  const [asked, setAsked] = useState<{ readonly number: number; readonly question: Question } | null>(null);
  const [open, setOpen] = useState(false);
  const ask = useCallback((question: Question) => {
    setAsked((before) => ({ number: (before?.number ?? 0) + 1, question }));
    setOpen(true);
  }, []);
  const close = useCallback(() => setOpen(false), []);
  return (
    <ConfirmContext value={ask}>
      {children}
      {/* It stays when it is closed: only then does it know where the focus came from. */}
      <Dialog opened={open} onClose={close} title={asked?.question.title ?? ''}>
        {asked && <ConfirmForm key={asked.number} question={asked.question} close={close} />}
      </Dialog>
    </ConfirmContext>
  );
}

export function useConfirm(): Ask {
  const ask = useContext(ConfirmContext);
  if (ask === null) throw new Error('outside of the ConfirmProvider');
  return ask;
}

function ConfirmForm({ question, close }: { readonly question: Question; readonly close: () => void }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { body, action, typed: wanted, danger = true, onConfirm } = question;
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
            data-autofocus
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
  );
}
