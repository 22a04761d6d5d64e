import type { Requirement } from '../directory/flow.ts';
import type { FlowRefusal } from './outcome.ts';
import type { FormPage } from './view.ts';

/**
 * What the modules of `ANTEROOM_AUTHENTICATORS` export (docs/your-own-authenticator.md): plain data goes in, plain data comes out, so that
 * whatever a step of somebody else's does wrong stays its own. What it throws, or does not answer within ten seconds, refuses the login.
 */
export interface FlowModule {
  readonly authenticators?: readonly CustomAuthenticator[];
  readonly requiredActions?: readonly CustomRequiredAction[];
}

/** A person as a module sees them. */
export interface CustomUser {
  readonly id: string;
  readonly username: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** What is known when a step runs. */
export interface CustomContext {
  readonly realm: { readonly id: string; readonly name: string };
  readonly client: { readonly clientId: string; readonly attributes: Readonly<Record<string, string>> };
  /** Null while nobody is known yet; always there where `requiresUser`. */
  readonly user: CustomUser | null;
  readonly ipAddress: string;
  readonly locale: string;
  readonly scopes: readonly string[];
  readonly now: Date;
}

export interface CustomStepContext extends CustomContext {
  /** The configuration of this step in the flow. */
  readonly config: Readonly<Record<string, string>>;
  /** What this step has kept of this login so far; no other step sees it. */
  readonly notes: Readonly<Record<string, string>>;
  /** Fields of a request without pages (direct grant); null in a browser. */
  readonly parameters: Readonly<Record<string, string>> | null;
}

/** What a step has to say besides its decision. */
export interface CustomEffects {
  /** Words for the trace of the login; nothing secret. */
  readonly why?: string;
  /** Kept for this step until the login ends; null takes a note away. */
  readonly notes?: Readonly<Record<string, string | null>>;
  /** Keycloak's client notes. `USER_SESSION_PERSISTENT_STATE: 'TRANSIENT'` makes the login transient. */
  readonly clientNotes?: Readonly<Record<string, string>>;
  /** Keycloak's user session notes, which mappers can put into tokens. */
  readonly userNotes?: Readonly<Record<string, string>>;
}

export type CustomAnswer = CustomEffects &
  (
    | { readonly kind: 'success' }
    /** Not for this login: among alternatives the next one is tried. */
    | { readonly kind: 'attempted' }
    /** Shows a page of fields; they come back to `action`. */
    | { readonly kind: 'challenge'; readonly page: FormPage }
    /** Ends the login. `message` is a key of the pages' texts, or a text. */
    | {
        readonly kind: 'failed';
        readonly message: string;
        readonly refusal?: Extract<FlowRefusal, 'access_denied' | 'invalid_user_credentials'>;
      }
  );

export interface CustomAuthenticator {
  /** Provider id; not one of the server's own. */
  readonly id: string;
  readonly displayName: string;
  readonly helpText?: string;
  readonly requirementChoices?: readonly Requirement[];
  /** What can be set where the step stands in a flow. */
  readonly properties?: readonly { readonly name: string; readonly label: string; readonly helpText?: string; readonly type?: string }[];
  readonly requiresUser: boolean;
  /** It only says something about the login and asks nobody anything: on top of alternatives it does not push them out. */
  readonly isSetting?: true;
  /** Whether the user has what it asks for; without it everybody has. */
  configuredFor?(context: CustomStepContext): boolean | Promise<boolean>;
  authenticate(context: CustomStepContext): CustomAnswer | Promise<CustomAnswer>;
  /** The posted fields of its page. */
  action?(context: CustomStepContext, form: Readonly<Record<string, string>>): CustomAnswer | Promise<CustomAnswer>;
}

export type CustomActionAnswer =
  | { readonly kind: 'challenge'; readonly page: FormPage }
  /** Done; attributes of the user are set, or with an empty list taken away. */
  | { readonly kind: 'done'; readonly attributes?: Readonly<Record<string, readonly string[]>> };

export interface CustomRequiredAction {
  /** Provider id and alias; not one of the server's own. */
  readonly id: string;
  readonly name: string;
  show(context: CustomContext & { readonly user: CustomUser }): FormPage | Promise<FormPage>;
  submit(
    context: CustomContext & { readonly user: CustomUser },
    form: Readonly<Record<string, string>>,
  ): CustomActionAnswer | Promise<CustomActionAnswer>;
}
