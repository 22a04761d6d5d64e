import { Page } from '../components/page.tsx';
import { WayOn } from '../components/way-on.tsx';
import type { TextKey } from '../messages/catalogue.ts';
import type { PageProps, ViewOf } from '../page-props.ts';

const REASON: Readonly<Record<ViewOf<'set-up-dead'>['reason'], TextKey>> = {
  done: 'setUpDeadDone',
  expired: 'setUpDeadExpired',
  unknown: 'setUpDeadUnknown',
};

export function SetUpDead({ view, context, t }: PageProps<'set-up-dead'>) {
  return (
    <Page context={context} t={t} title={t.text('setUpDeadTitle')} heading={t.text('setUpDeadTitle')}>
      <p class="instruction" id="kc-link-reason">
        {t.text(REASON[view.reason])}
      </p>
      {view.reason === 'done' ? <WayOn id="kc-link-sign-in" direction="on" url={view.signInUrl} text={t.text('setUpSignIn')} /> : null}
    </Page>
  );
}
