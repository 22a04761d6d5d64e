import type { Log } from '@anteroom/core';

/** Longer than anything that a person waits for at a page should take. */
const PATIENCE_MS = 10_000;

export type ModuleOutcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Calls a module. What it throws, or that it does not answer in time, is logged by its message alone. */
export async function callModule(id: string, call: () => unknown, log: Pick<Log, 'error'> | undefined): Promise<ModuleOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} seconds`)), PATIENCE_MS);
  });
  try {
    return { ok: true, value: await Promise.race([Promise.resolve().then(call), late]) };
  } catch (error) {
    log?.error('module.failed', { step: id, reason: error instanceof Error ? error.message : 'it threw something that is no error' });
    return { ok: false };
  } finally {
    clearTimeout(timer);
  }
}
