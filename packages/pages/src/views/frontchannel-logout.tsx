import { Page } from '../components/page.tsx';
import { WayOn } from '../components/way-on.tsx';
import type { PageProps } from '../page-props.ts';
import { safeUrl } from '../safe-url.ts';

/** OpenID Connect Front-Channel Logout 1.0 §3: each client's address in a frame; the way on is a link, and the page's header takes it too. */
export function FrontchannelLogout({ view, context, t }: PageProps<'frontchannel-logout'>) {
  return (
    <Page context={context} t={t} heading={t.text('frontchannelLogoutTitle')}>
      <p>{t.text('frontchannelLogoutMessage')}</p>
      <ul id="kc-frontchannel-clients">
        {view.clients.map(({ name, url }) => {
          const address = safeUrl(url);
          return (
            <li key={url}>
              {t.label(name)}
              {address === null ? null : <iframe src={address} title={t.label(name)} hidden />}
            </li>
          );
        })}
      </ul>
      <WayOn id="continue" direction="on" url={view.continueUrl} text={t.text('doContinue')} />
    </Page>
  );
}
