import { ActionNames } from '../components/action-names.tsx';
import { Page } from '../components/page.tsx';
import { WayOn } from '../components/way-on.tsx';
import type { PageProps } from '../page-props.ts';

export function Info({ view, context, t }: PageProps<'info'>) {
  return (
    <Page context={context} t={t} heading={t.message(view.message)}>
      <div id="kc-info-message">
        {view.actions.length === 0 ? null : <ActionNames actions={view.actions} t={t} />}
        {view.link === null ? null : <WayOn id="kc-info-link" direction="on" url={view.link.url} text={t.message(view.link.text)} />}
      </div>
    </Page>
  );
}
