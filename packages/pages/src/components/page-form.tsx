import type { PageContext } from '@anteroom/core';
import type { ComponentChildren } from 'preact';
import { HiddenFields } from './hidden-fields.tsx';

export interface PageFormProps {
  readonly id: string;
  readonly context: PageContext;
  /** What a script of the page has to know, as JSON in `data-request`. */
  readonly data?: unknown;
  readonly children: ComponentChildren;
}

/** The page's form: posts to the view's action and carries its hidden fields. */
export function PageForm({ id, context, data, children }: PageFormProps) {
  return (
    <form id={id} action={context.action} method="post" data-request={data === undefined ? undefined : JSON.stringify(data)}>
      <HiddenFields fields={context.hidden} />
      {children}
    </form>
  );
}
