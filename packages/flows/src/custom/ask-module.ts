import { FlowDenied } from '../evaluate/flow-denied.ts';
import { type Ask, ask } from '../evaluate/need.ts';

/** What says whether an answer is one. */
interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

/** The answer of a module, checked. One that failed, is late or answers something else refuses: nobody is let in by a mistake. */
export function* askModule<T>(id: string, call: () => unknown, schema: Schema<T>): Ask<T> {
  const answered = yield* ask({ kind: 'call-module', id, call });
  if (!answered.ok) throw new FlowDenied('internal', `the step ${id} failed; the log says why`);
  const parsed = schema.safeParse(answered.value);
  if (!parsed.success) throw new FlowDenied('internal', `the step ${id} answered nothing that is an answer`);
  return parsed.data;
}
