import type { PageContext, PageRenderer, View } from '@anteroom/core';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { CATALOGUES, type Catalogues } from './messages/catalogue.ts';
import { createTranslators, type Translator } from './text/translator.ts';
import { ConfigureTotp } from './views/configure-totp.tsx';
import { Consent } from './views/consent.tsx';
import { CustomForm } from './views/custom-form.tsx';
import { DeleteAccount } from './views/delete-account.tsx';
import { DeleteCredential } from './views/delete-credential.tsx';
import { DeviceCode } from './views/device-code.tsx';
import { EmailCode } from './views/email-code.tsx';
import { ErrorPage } from './views/error.tsx';
import { Expired } from './views/expired.tsx';
import { FormPost } from './views/form-post.tsx';
import { FrontchannelLogout } from './views/frontchannel-logout.tsx';
import { Info } from './views/info.tsx';
import { LinkConfirm } from './views/link-confirm.tsx';
import { LinkDead } from './views/link-dead.tsx';
import { LinkDone } from './views/link-done.tsx';
import { LinkEmail } from './views/link-email.tsx';
import { LinkSession } from './views/link-session.tsx';
import { LoggedOut } from './views/logged-out.tsx';
import { Login } from './views/login.tsx';
import { LogoutConfirm } from './views/logout-confirm.tsx';
import { Otp } from './views/otp.tsx';
import { Password } from './views/password.tsx';
import { RecoveryCode } from './views/recovery-code.tsx';
import { RecoveryCodes } from './views/recovery-codes.tsx';
import { Register } from './views/register.tsx';
import { ResetPassword } from './views/reset-password.tsx';
import { SelectAuthenticator } from './views/select-authenticator.tsx';
import { SetUp } from './views/set-up.tsx';
import { SetUpDead } from './views/set-up-dead.tsx';
import { Terms } from './views/terms.tsx';
import { UpdateEmail } from './views/update-email.tsx';
import { UpdatePassword } from './views/update-password.tsx';
import { UpdateProfile } from './views/update-profile.tsx';
import { Username } from './views/username.tsx';
import { VerifyEmail } from './views/verify-email.tsx';
import { WebAuthn } from './views/webauthn.tsx';
import { WebAuthnRegister } from './views/webauthn-register.tsx';

function page(view: View, context: PageContext, t: Translator): VNode {
  switch (view.kind) {
    case 'login':
      return <Login view={view} context={context} t={t} />;
    case 'username':
      return <Username view={view} context={context} t={t} />;
    case 'password':
      return <Password view={view} context={context} t={t} />;
    case 'otp':
      return <Otp view={view} context={context} t={t} />;
    case 'webauthn':
      return <WebAuthn view={view} context={context} t={t} />;
    case 'webauthn-register':
      return <WebAuthnRegister view={view} context={context} t={t} />;
    case 'recovery-code':
      return <RecoveryCode view={view} context={context} t={t} />;
    case 'recovery-codes':
      return <RecoveryCodes view={view} context={context} t={t} />;
    case 'email-code':
      return <EmailCode view={view} context={context} t={t} />;
    case 'terms':
      return <Terms view={view} context={context} t={t} />;
    case 'delete-account':
      return <DeleteAccount view={view} context={context} t={t} />;
    case 'delete-credential':
      return <DeleteCredential view={view} context={context} t={t} />;
    case 'update-password':
      return <UpdatePassword view={view} context={context} t={t} />;
    case 'configure-totp':
      return <ConfigureTotp view={view} context={context} t={t} />;
    case 'update-profile':
      return <UpdateProfile view={view} context={context} t={t} />;
    case 'reset-password':
      return <ResetPassword view={view} context={context} t={t} />;
    case 'register':
      return <Register view={view} context={context} t={t} />;
    case 'select-authenticator':
      return <SelectAuthenticator view={view} context={context} t={t} />;
    case 'consent':
      return <Consent view={view} context={context} t={t} />;
    case 'logout-confirm':
      return <LogoutConfirm view={view} context={context} t={t} />;
    case 'logged-out':
      return <LoggedOut view={view} context={context} t={t} />;
    case 'info':
      return <Info view={view} context={context} t={t} />;
    case 'error':
      return <ErrorPage view={view} context={context} t={t} />;
    case 'expired':
      return <Expired view={view} context={context} t={t} />;
    case 'link-confirm':
      return <LinkConfirm view={view} context={context} t={t} />;
    case 'update-email':
      return <UpdateEmail view={view} context={context} t={t} />;
    case 'link-session':
      return <LinkSession view={view} context={context} t={t} />;
    case 'link-email':
      return <LinkEmail view={view} context={context} t={t} />;
    case 'verify-email':
      return <VerifyEmail view={view} context={context} t={t} />;
    case 'link-done':
      return <LinkDone view={view} context={context} t={t} />;
    case 'link-dead':
      return <LinkDead view={view} context={context} t={t} />;
    case 'set-up':
      return <SetUp view={view} context={context} t={t} />;
    case 'set-up-dead':
      return <SetUpDead view={view} context={context} t={t} />;
    case 'custom-form':
      return <CustomForm view={view} context={context} t={t} />;
    case 'device-code':
      return <DeviceCode view={view} context={context} t={t} />;
    case 'frontchannel-logout':
      return <FrontchannelLogout view={view} context={context} t={t} />;
    case 'form-post':
      return <FormPost view={view} context={context} t={t} />;
  }
}

/** `catalogues` replaces the languages that are shipped (English must be among them). */
export function createPageRenderer({ catalogues = CATALOGUES }: { readonly catalogues?: Catalogues } = {}): PageRenderer {
  const translators = createTranslators(catalogues);
  return {
    render(view, context) {
      const t = translators.for(context.locale, context.realm.localizationTexts);
      return `<!doctype html>${renderToString(page(view, context, t))}`;
    },
  };
}
