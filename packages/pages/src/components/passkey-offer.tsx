import type { PageContext, PasskeyRequest } from '@anteroom/core';
import type { Translator } from '../text/translator.ts';
import { HiddenInputs } from './hidden-inputs.tsx';
import { PageForm } from './page-form.tsx';

export interface PasskeyOfferProps {
  readonly context: PageContext;
  readonly t: Translator;
  readonly request: PasskeyRequest;
  readonly keys: readonly { readonly id: string; readonly transports: readonly string[] }[];
  /** Beside a form that can be typed into: the browser offers its passkeys there as well, and without scripts there is nothing to see. */
  readonly conditional: boolean;
}

const ANSWER = ['clientDataJSON', 'authenticatorData', 'signature', 'credentialId', 'userHandle', 'error'];

/** The form that carries a key's answer, and the button that asks for one; Keycloak's names. */
export function PasskeyOffer({ context, t, request, keys, conditional }: PasskeyOfferProps) {
  const wanted = { ...request, keys: keys.map(({ id, transports }) => ({ id, transports })), conditional };
  return (
    <PageForm id="webauth" context={context} data={wanted}>
      <HiddenInputs names={ANSWER} />
      <p id="webauthn-unsupported" class="alert alert-error" hidden>
        {t.text('webauthn-unsupported-browser-text')}
      </p>
      {conditional ? null : <noscript>{t.text('webauthn-needs-scripts')}</noscript>}
      <div id="webauthn-offer" hidden>
        <button id="authenticateWebAuthnButton" type="button" class={conditional ? 'secondary cancel' : undefined} autofocus={!conditional}>
          {t.text('webauthn-doAuthenticate')}
        </button>
      </div>
    </PageForm>
  );
}
