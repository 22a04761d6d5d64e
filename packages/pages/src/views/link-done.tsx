import { Page } from '../components/page.tsx';
import { WayOn } from '../components/way-on.tsx';
import type { PageProps } from '../page-props.ts';

export function LinkDone({ view, context, t }: PageProps<'link-done'>) {
  return (
    <Page context={context} t={t} heading={view.message === undefined ? t.text('accountUpdatedMessage') : t.message(view.message)}>
      {view.back === null ? (
        <p>{t.text('linkDoneHint')}</p>
      ) : (
        <WayOn id="backToApplication" url={view.back.url} text={t.message(view.back.text)} />
      )}
    </Page>
  );
}
