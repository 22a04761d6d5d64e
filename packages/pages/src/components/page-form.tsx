import type { PageContext } from '@anteroom/core';
import type { ComponentChildren } from 'preact';
import { HiddenFields } from './hidden-fields.tsx';

export interface PageFormProps {
  readonly id: string;
  readonly context: PageContext;
  readonly children: ComponentChildren;
}

/** The page's form: posts to the view's action and carries its hidden fields. */
export function PageForm({ id, context, children }: PageFormProps) {
  return (
    <form id={id} action={context.action} method="post">
      <HiddenFields fields={context.hidden} />
      {children}
    </form>
  );
}
