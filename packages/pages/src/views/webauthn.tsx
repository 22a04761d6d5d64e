import { Alert } from '../components/alert.tsx';
import { AttemptedUsername } from '../components/attempted-username.tsx';
import { Page } from '../components/page.tsx';
import { PasskeyOffer } from '../components/passkey-offer.tsx';
import { TryAnotherWay } from '../components/try-another-way.tsx';
import type { PageProps } from '../page-props.ts';

export function WebAuthn({ view, context, t }: PageProps<'webauthn'>) {
  return (
    <Page context={context} t={t} heading={t.text('webauthn-login-title')} scripts={['webauthn.js']}>
      <Alert kind="error" message={view.error} t={t} />
      {view.username === null ? null : <AttemptedUsername username={view.username} context={context} t={t} />}
      {view.keys.length === 0 ? null : (
        <>
          <h2 id="webauthn-keys">{t.text('webauthn-available-authenticators')}</h2>
          <ul class="actions" aria-labelledby="webauthn-keys">
            {view.keys.map(({ id, label, createdAt }) => (
              <li key={id}>
                {label === '' ? t.text('webauthn-display-name') : label}{' '}
                <span class="hint">
                  {t.text('webauthn-createdAt-label')} <time dateTime={createdAt.toISOString()}>{t.date(createdAt)}</time>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <PasskeyOffer context={context} t={t} request={view.request} keys={view.keys} conditional={false} />
      <TryAnotherWay context={context} t={t} />
    </Page>
  );
}
