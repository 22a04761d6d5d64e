import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useText } from '../i18n/text.tsx';
import { describeError } from './describe-error.ts';
import { useToasts } from './toasts.tsx';

interface Act {
  /** Said when it worked. */
  readonly done?: string;
  /** Beginnings of the keys of what is stale then. */
  readonly changes: readonly (readonly unknown[])[];
}

/** A change on the server: brings what depends on it up to date and says how it went. `run` throws what the server refused. */
export function useAct() {
  const queries = useQueryClient();
  const { done: say } = useToasts();
  return useCallback(
    async <T>(work: () => Promise<T>, { done, changes }: Act): Promise<T> => {
      const result = await work();
      await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })));
      if (done !== undefined) say(done);
      return result;
    },
    [queries, say],
  );
}

/** A change behind one button, without a dialog: a failure becomes a toast. */
export function useButtonAct() {
  const act = useAct();
  const t = useText();
  const { failed } = useToasts();
  const [running, setRunning] = useState(false);
  const run = useCallback(
    async (work: () => Promise<unknown>, options: Act): Promise<void> => {
      setRunning(true);
      try {
        await act(work, options);
      } catch (error) {
        failed(describeError(t, error));
      } finally {
        setRunning(false);
      }
    },
    [act, failed, t],
  );
  return { run, running };
}
