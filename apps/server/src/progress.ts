import { performance } from 'node:perf_hooks';

/** What a command says while it works. */
export interface Progress {
  show(done: number, of?: number): void;
  end(): void;
}

/** One line on standard error that is written over at a terminal, and a line every few seconds anywhere else. */
export function createProgress(what: string, out: NodeJS.WriteStream = process.stderr): Progress {
  const terminal = out.isTTY === true;
  const begun = performance.now();
  let last = Number.NEGATIVE_INFINITY;
  let shown = false;
  return {
    show(done, of) {
      const now = performance.now();
      if (now - last < (terminal ? 100 : 3000) && done !== of) return;
      last = now;
      shown = true;
      const rate = Math.round((done * 1000) / Math.max(1, now - begun));
      const line = `${done}${of === undefined ? '' : ` of ${of}`} ${what}, ${rate}/s`;
      out.write(terminal ? `\r\u001b[K${line}` : `${line}\n`);
    },
    end() {
      if (shown && terminal) out.write('\n');
    },
  };
}
