import { createContext, runInContext } from 'node:vm';

/** Long enough for any sensible pattern on any sensible text, short enough that nobody else notices. */
const LIMIT_MS = 50;

/**
 * Whether all of `text` matches a pattern that an administrator wrote; null when that cannot be said, because the pattern is of another
 * dialect (an import's) or takes too long. The time of some doubles with each character (`(a+)+`), and a match cannot be interrupted
 * from outside; run this way it stops at the limit.
 */
export function matchesWholly(pattern: string, text: string, flags = ''): boolean | null {
  try {
    const compiled = new RegExp(`^(?:${pattern})$`, flags);
    return runInContext('compiled.test(text)', createContext({ compiled, text }), { timeout: LIMIT_MS }) === true;
  } catch (error) {
    if (error instanceof SyntaxError || (error as { readonly code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null;
    throw error;
  }
}
