import type { FieldErrors, ProfileField, User } from '@anteroom/core';
import type { Draft } from '../evaluate/draft.ts';
import type { Ask } from '../evaluate/need.ts';
import type { Form } from '../flow-engine.ts';

/** A registration form that was filled in. */
export interface FilledForm {
  readonly draft: Draft;
  readonly form: Form;
  /** The account as it would be, for the rules that look at it; the action that makes it has put it here. */
  candidate: User | null;
}

export interface FormErrors {
  readonly fields: FieldErrors;
  /** The event's error; null when nothing is wrong. */
  readonly error: string | null;
}

/** One execution of a registration form: its part of the page, its rules, and what it does once every rule of the whole form holds. */
export interface FormAction {
  readonly id: string;
  fields(draft: Draft, form: Form | null): readonly ProfileField[];
  readonly asksPassword: boolean;
  readonly asksTerms?: true;
  validate(filled: FilledForm): Ask<FormErrors>;
  apply(filled: FilledForm): Ask<void>;
}
