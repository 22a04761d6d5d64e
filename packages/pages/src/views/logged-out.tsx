import { Page } from '../components/page.tsx';
import { WayOn } from '../components/way-on.tsx';
import type { PageProps } from '../page-props.ts';

export function LoggedOut({ view, context, t }: PageProps<'logged-out'>) {
  return (
    <Page context={context} t={t} heading={t.text('successLogout')}>
      <WayOn id="backToApplication" url={view.backUrl} text={t.text('backToApplication')} />
    </Page>
  );
}
