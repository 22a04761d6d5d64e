import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useApi } from './api-context.ts';
import { useConfirm } from './confirm.tsx';
import { useAct } from './use-act.ts';
import { useGo } from './use-go.ts';

interface Deleting {
  /** Below `/admin/realms`. */
  readonly path: string;
  readonly action: string;
  readonly title: string;
  readonly body: string;
  /** A name to be typed before it can be done. */
  readonly typed?: string;
  readonly done: string;
  readonly changes: readonly (readonly unknown[])[];
  /** Where to go on, since this page is of something that is gone. */
  readonly to: string;
}

/** Deletes what a page is about, after a question. */
export function DeleteButton({ path, action, title, body, typed, done, changes, to }: Deleting) {
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const confirm = useConfirm();
  const onConfirm = async () => {
    await act(() => api.send('DELETE', path), { done, changes });
    go(to);
  };
  return (
    <Button
      variant="default"
      leftSection={<IconTrash size={16} aria-hidden />}
      onClick={() => confirm({ title, body, action, onConfirm, ...(typed === undefined ? {} : { typed }) })}
    >
      {action}
    </Button>
  );
}
