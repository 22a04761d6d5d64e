import type { Draft } from '../evaluate/draft.ts';

/** What the field of the user name begins with: what was typed, what the application hints at, whom this browser remembers. */
export function typedOrRemembered({ attempted, context }: Draft): string {
  return attempted ?? context.loginHint ?? context.remembered ?? '';
}

/** Ticked by whoever posted the form; before that, when the name that it begins with was remembered. */
export function isRemembering({ attempted, context, rememberMe }: Draft): boolean {
  return rememberMe || (attempted === null && context.loginHint === null && (context.remembered ?? null) !== null);
}
