import { Page } from '../components/page.tsx';
import type { PageProps } from '../page-props.ts';
import { safeUrl } from '../safe-url.ts';

export function Expired({ view, context, t }: PageProps<'expired'>) {
  const restart = safeUrl(view.restartUrl);
  const goOn = safeUrl(view.continueUrl);
  // Both links read "Click here", as in Keycloak; each is named together with its sentence (WCAG 2.4.4).
  return (
    <Page context={context} t={t} heading={t.text('pageExpiredTitle')}>
      {restart === null ? null : (
        <p>
          <span id="instruction1">{t.text('pageExpiredMsg1')}</span>{' '}
          <a id="loginRestartLink" href={restart} aria-labelledby="instruction1 loginRestartLink">
            {t.text('doClickHere')}
          </a>
        </p>
      )}
      {goOn === null ? null : (
        <p>
          <span id="instruction2">{t.text('pageExpiredMsg2')}</span>{' '}
          <a id="loginContinueLink" href={goOn} aria-labelledby="instruction2 loginContinueLink">
            {t.text('doClickHere')}
          </a>
        </p>
      )}
    </Page>
  );
}
