/**
 * Work that many ask for at once: at most one runs and one waits. Whoever asks while one runs gets the next one, which begins after they
 * asked and so sees what was written before; a thousand who ask together cost two.
 */
export function oneAfterAnother(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const begin = (): Promise<void> => {
    next = null;
    const run = work();
    running = run;
    const ended = () => {
      if (running === run) running = null;
    };
    run.then(ended, ended);
    return run;
  };

  return () => {
    if (running === null) return begin();
    next ??= running.then(begin, begin);
    return next;
  };
}
