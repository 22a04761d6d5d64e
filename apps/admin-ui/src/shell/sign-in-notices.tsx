import { AuthorizationResponseError } from 'oauth4webapi';
import { useEffect } from 'react';
import { useText } from '../i18n/text.tsx';
import { Loading } from '../ui/states.tsx';
import { Notice } from './notice.tsx';

export function SigningIn() {
  const t = useText();
  useEffect(() => {
    document.title = `${t('auth.signingIn')} – ${t('common.product')}`;
  }, [t]);
  return (
    <main aria-label={t('auth.signingIn')}>
      <h1 className="visually-hidden">{t('auth.signingIn')}</h1>
      <Loading />
    </main>
  );
}

export function SignedOut({ signIn }: { readonly signIn: () => void }) {
  const t = useText();
  useEffect(() => {
    document.title = `${t('auth.signedOutTitle')} – ${t('common.product')}`;
  }, [t]);
  return (
    <Notice title={t('auth.signedOutTitle')} action={{ label: t('auth.signIn'), run: signIn }}>
      {t('auth.signedOut')}
    </Notice>
  );
}

interface SignInFailedProps {
  readonly error: unknown;
  readonly realm: string;
  readonly secure: boolean;
  readonly again: () => void;
}

export function SignInFailed({ error, realm, secure, again }: SignInFailedProps) {
  const t = useText();
  const reason = () => {
    if (!secure) return t('auth.insecure');
    if (error instanceof AuthorizationResponseError) return t('auth.failedDenied', { reason: error.error_description ?? error.error });
    // Fetch says nothing but "failed"; what was asked first is the discovery document.
    if (error instanceof TypeError) return t('auth.failedDiscovery', { realm });
    return t('auth.failedAnswer', { reason: error instanceof Error ? error.message : String(error) });
  };
  return (
    <Notice title={t('auth.failedTitle')} action={{ label: t('common.retry'), run: again }}>
      {reason()}
    </Notice>
  );
}
