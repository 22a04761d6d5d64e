import { Alert } from '../components/alert.tsx';
import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

/** A new address. Once its mail is on the way the same form waits: its button looks whether the link has been used. */
export function UpdateEmail({ view, context, t }: PageProps<'update-email'>) {
  return (
    <Page context={context} t={t} heading={t.text('updateEmailTitle')}>
      <Alert kind="info" message={view.notice} t={t} />
      <PageForm id="kc-update-email-form" context={context}>
        <Field
          name="email"
          label={t.text('email')}
          t={t}
          error={view.fieldErrors.email ?? null}
          input={{
            type: 'email',
            value: view.email,
            autocomplete: 'email',
            spellcheck: false,
            dir: 'ltr',
            autofocus: view.sentTo === null,
          }}
        />
        <button id="kc-submit" type="submit">
          {t.text(view.sentTo === null ? 'doSubmit' : 'emailVerifyContinue')}
        </button>
      </PageForm>
    </Page>
  );
}
