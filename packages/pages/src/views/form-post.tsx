import { HiddenFields } from '../components/hidden-fields.tsx';
import { Page } from '../components/page.tsx';
import type { PageProps } from '../page-props.ts';
import { safeUrl } from '../safe-url.ts';

/** OAuth 2.0 Form Post Response Mode: a file of our own submits the form, the button does where scripts are off. */
export function FormPost({ view, context, t }: PageProps<'form-post'>) {
  const action = safeUrl(view.action);
  return (
    <Page context={context} t={t} title={t.text('formPostTitle')} heading={t.text('formPostTitle')} scripts={['submit-form.js']}>
      <p>{t.text('formPostMessage')}</p>
      {action === null ? null : (
        <form id="kc-form-post" action={action} method="post">
          <HiddenFields fields={view.fields} />
          <button id="kc-continue" type="submit">
            {t.text('doContinue')}
          </button>
        </form>
      )}
    </Page>
  );
}
