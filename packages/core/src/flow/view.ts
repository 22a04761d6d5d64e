/**
 * What a page has to show, without any HTML. `message` values are message keys of the pages' catalogue (Keycloak's keys:
 * `invalidUserMessage`, `missingTotpMessage` …) with arguments.
 */
export interface Message {
  readonly key: string;
  readonly args?: readonly (string | number)[];
}

export interface FieldErrors {
  readonly [field: string]: Message;
}

export type View =
  | {
      readonly kind: 'login';
      readonly username: string;
      /** A known user who only has to repeat the password (re-authentication). */
      readonly usernameFixed: boolean;
      readonly rememberMe: boolean;
      readonly error: Message | null;
      readonly info: Message | null;
      /** Offered to passkeys beside the form (conditional UI). */
      readonly passkey?: PasskeyRequest | null;
    }
  | {
      readonly kind: 'username';
      readonly username: string;
      readonly rememberMe?: boolean;
      readonly error: Message | null;
      readonly info?: Message | null;
      readonly passkey?: PasskeyRequest | null;
    }
  /** A key or passkey on a page of its own. */
  | {
      readonly kind: 'webauthn';
      /** Null while nobody is known yet. */
      readonly username: string | null;
      /** Keys of the user, named to the browser; empty: whatever the browser finds. */
      readonly keys: readonly {
        readonly id: string;
        readonly label: string;
        readonly transports: readonly string[];
        readonly createdAt: Date;
      }[];
      readonly request: PasskeyRequest;
      readonly error: Message | null;
    }
  | {
      readonly kind: 'webauthn-register';
      readonly username: string;
      readonly challenge: string;
      /** Without an id the browser takes the host of the page. */
      readonly rp: { readonly name: string; readonly id: string | null };
      readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
      /** COSE algorithm identifiers. */
      readonly algorithms: readonly number[];
      readonly attestation: string | null;
      readonly attachment: string | null;
      readonly residentKey: string | null;
      readonly userVerification: string | null;
      readonly timeoutMs: number | null;
      readonly exclude: readonly { readonly id: string; readonly transports: readonly string[] }[];
      readonly error: Message | null;
    }
  | { readonly kind: 'password'; readonly username: string; readonly error: Message | null }
  | {
      readonly kind: 'otp';
      readonly username: string;
      /** Devices to choose from when there are several. */
      readonly devices: readonly { readonly id: string; readonly label: string }[];
      readonly selected: string | null;
      readonly error: Message | null;
    }
  | {
      readonly kind: 'update-password';
      readonly username: string;
      readonly error: Message | null;
      readonly fieldErrors: FieldErrors;
      /** Whether "sign out from other devices" is offered. */
      readonly offerLogoutSessions: boolean;
    }
  | {
      readonly kind: 'configure-totp';
      readonly username: string;
      /** Base32 in groups of four, for typing by hand. */
      readonly secret: string;
      readonly uri: string;
      /** A QR code as SVG markup made by our own code, never from user input. */
      readonly qrSvg: string;
      readonly policy: {
        readonly type: string;
        readonly algorithm: string;
        readonly digits: number;
        readonly period: number;
        readonly counter: number;
      };
      readonly error: Message | null;
      readonly fieldErrors: FieldErrors;
      /** Carried through the form as `totpSecret`. */
      readonly rawSecret: string;
    }
  | {
      readonly kind: 'update-profile';
      readonly username: string;
      readonly fields: readonly ProfileField[];
      readonly error: Message | null;
      readonly fieldErrors: FieldErrors;
    }
  /** A login waits until the link that was mailed to this address has been used, in whichever browser. */
  | { readonly kind: 'verify-email'; readonly username: string; readonly email: string; readonly notice: Message | null }
  /** A new address; `sentTo` once a link to confirm it is on its way there. */
  | {
      readonly kind: 'update-email';
      readonly username: string;
      readonly email: string;
      readonly sentTo: string | null;
      readonly notice: Message | null;
      readonly fieldErrors: FieldErrors;
    }
  | {
      readonly kind: 'recovery-code';
      readonly username: string;
      /** Which code of the list is asked for. */
      readonly number: number;
      /** How many are left, once they are few. */
      readonly fewLeft: number | null;
      readonly error: Message | null;
    }
  /** New recovery codes, to be kept; the form carries them as `generatedRecoveryAuthnCodes`. */
  | { readonly kind: 'recovery-codes'; readonly username: string; readonly codes: readonly string[]; readonly error: Message | null }
  /** A code was mailed to the person's own address, of which as much is shown as they need to know it. */
  | {
      readonly kind: 'email-code';
      readonly username: string;
      readonly address: string;
      readonly minutes: number;
      readonly error: Message | null;
    }
  | { readonly kind: 'terms' }
  | { readonly kind: 'delete-account' }
  | {
      readonly kind: 'delete-credential';
      /** The person's own name for it. */
      readonly label: string | null;
      readonly type: string;
    }
  /** "Forgot Your Password?": whose credentials are to be reset. */
  | { readonly kind: 'reset-password'; readonly username: string; readonly error: Message | null }
  | {
      readonly kind: 'register';
      readonly fields: readonly ProfileField[];
      /** `password` and `password-confirm` stand below the field of the login name. */
      readonly asksPassword: boolean;
      /** The terms stand on the page, with a box to agree (`termsAccepted`). */
      readonly asksTerms?: boolean;
      readonly error: Message | null;
      readonly fieldErrors: FieldErrors;
    }
  | { readonly kind: 'select-authenticator'; readonly options: readonly { readonly executionId: string; readonly provider: string }[] }
  | {
      readonly kind: 'consent';
      readonly clientName: string;
      readonly scopes: readonly string[];
      /** What the client's own screen shows as well, so that the person sees that both belong together. */
      readonly bindingMessage?: string | null;
    }
  | { readonly kind: 'logout-confirm' }
  | { readonly kind: 'logged-out'; readonly backUrl: string | null }
  | {
      readonly kind: 'info';
      readonly message: Message;
      readonly actions: readonly string[];
      readonly link: { readonly url: string; readonly text: Message } | null;
    }
  | {
      readonly kind: 'error';
      readonly message: Message;
      readonly back: { readonly url: string; readonly text: Message } | null;
      readonly requestId: string | null;
    }
  | { readonly kind: 'expired'; readonly restartUrl: string; readonly continueUrl: string }
  /** A mailed link was opened; nothing happened yet. The form posts `key` back. */
  | {
      readonly kind: 'link-confirm';
      readonly username: string;
      readonly actions: readonly string[];
      readonly key: string;
      /** Somebody else is signed in in this browser: said before anything is done, and their session is left alone. */
      readonly signedInAs?: string | null;
    }
  /** A mailed link about an address was opened; nothing happened yet. The form posts `key` back. */
  | {
      readonly kind: 'link-email';
      readonly purpose: 'verify' | 'update' | 'undo';
      readonly username: string;
      readonly email: string;
      readonly key: string;
      readonly signedInAs: string | null;
    }
  /** "Was this you?": a link to end one session was opened; nothing happened yet. The form posts `key` back. */
  | {
      readonly kind: 'link-session';
      readonly username: string;
      readonly at: string;
      readonly from: string;
      readonly device: string;
      readonly key: string;
      readonly signedInAs: string | null;
    }
  | { readonly kind: 'link-done'; readonly message?: Message; readonly back: { readonly url: string; readonly text: Message } | null }
  | {
      readonly kind: 'link-dead';
      readonly reason: 'expired' | 'used' | 'replaced' | 'revoked' | 'not-needed' | 'wrong-realm' | 'invalid';
      readonly canRequestNew: boolean;
    }
  /** A page of fields that a module of somebody else's asks for (docs/your-own-authenticator.md). */
  | { readonly kind: 'custom-form'; readonly page: FormPage }
  /** The one-time page that makes the first administrator. */
  | { readonly kind: 'set-up'; readonly username: string; readonly fieldErrors: FieldErrors }
  | { readonly kind: 'set-up-dead'; readonly reason: 'done' | 'expired' | 'unknown'; readonly signInUrl: string }
  /** Where the code that a device shows is typed in. */
  | { readonly kind: 'device-code'; readonly userCode: string; readonly error: Message | null }
  /** Clients that are told of a logout by frames; then the browser goes on. */
  | {
      readonly kind: 'frontchannel-logout';
      readonly clients: readonly { readonly name: string; readonly url: string }[];
      readonly continueUrl: string | null;
    }
  /** `response_mode=form_post`: posts itself without inline script, with a button as fall-back. */
  | { readonly kind: 'form-post'; readonly action: string; readonly fields: Readonly<Record<string, string>> };

/** What a browser is asked of an authenticator (WebAuthn §5.5); texts are base64url. */
export interface PasskeyRequest {
  readonly challenge: string;
  /** Null: the host of the page. */
  readonly rpId: string | null;
  readonly userVerification: string | null;
  readonly timeoutMs: number | null;
}

/** Plain texts, or keys of the pages' texts where there is one of that name. Nothing of it is HTML. */
export interface FormPage {
  readonly title: string;
  readonly text?: string;
  readonly error?: string;
  readonly fields: readonly {
    readonly name: string;
    readonly label: string;
    readonly type?: 'text' | 'password' | 'checkbox';
    readonly value?: string;
    readonly error?: string;
  }[];
}

export interface ProfileField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly required: boolean;
  readonly readOnly: boolean;
}

/** What every page needs besides its view. */
export interface PageContext {
  readonly realm: {
    readonly name: string;
    readonly displayName: string;
    /** Sanitised by the renderer; Keycloak's `displayNameHtml`. */
    readonly displayNameHtml: string | null;
    readonly resetPasswordAllowed: boolean;
    readonly registrationAllowed: boolean;
    readonly rememberMe: boolean;
    readonly loginWithEmailAllowed: boolean;
    readonly registrationEmailAsUsername: boolean;
    readonly internationalizationEnabled: boolean;
    readonly supportedLocales: readonly string[];
    readonly localizationTexts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  readonly locale: string;
  /** Where the page's form posts to. */
  readonly action: string;
  /** Hidden fields every form of the page carries. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly links: {
    readonly restart?: string;
    readonly forgotPassword?: string;
    readonly register?: string;
    /** Back to the login form from a page beside it. */
    readonly login?: string;
    readonly tryAnotherWay?: boolean;
    /** The page may be left undone (`cancel-aia`). */
    readonly cancel?: boolean;
    readonly changeLocale?: (locale: string) => string;
  };
  /** Base path of static files (style sheet, icon), for example `/resources/<hash>`. */
  readonly resources: string;
  /** Development banner. */
  readonly development: boolean;
}

/** Renders a view to a whole HTML document. Implemented by `pages`. */
export interface PageRenderer {
  render(view: View, context: PageContext): string;
}
