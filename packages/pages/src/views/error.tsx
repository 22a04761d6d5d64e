import { CancelAction } from '../components/cancel-action.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import { WayOn } from '../components/way-on.tsx';
import type { PageProps } from '../page-props.ts';

export function ErrorPage({ view, context, t }: PageProps<'error'>) {
  return (
    <Page context={context} t={t} heading={t.text('errorTitle')}>
      <div id="kc-error-message">
        <p class="instruction">{t.message(view.message)}</p>
        {view.back === null ? null : <WayOn id="backToApplication" url={view.back.url} text={t.message(view.back.text)} />}
        {context.links.cancel === true ? (
          <PageForm id="kc-not-done" context={context}>
            <CancelAction context={context} t={t} />
          </PageForm>
        ) : null}
        {view.requestId === null ? null : (
          <p class="request-id">
            {t.text('requestIdHint')} <code>{view.requestId}</code>
          </p>
        )}
      </div>
    </Page>
  );
}
