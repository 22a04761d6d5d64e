import { Alert } from '../components/alert.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

/** A login waits for a mailed link. Both buttons post: the first looks whether it has been used, the second sends another. */
export function VerifyEmail({ view, context, t }: PageProps<'verify-email'>) {
  return (
    <Page context={context} t={t} heading={t.text('emailVerifyTitle')}>
      <Alert kind="info" message={view.notice} t={t} />
      <p class="instruction">{t.text('emailVerifyInstruction1', view.email)}</p>
      <PageForm id="kc-verify-email-form" context={context}>
        <button id="kc-continue" type="submit">
          {t.text('emailVerifyContinue')}
        </button>
        <p class="way-on">{t.text('emailVerifyInstruction2')}</p>
        <button id="kc-resend" class="secondary" type="submit" name="resend" value="on">
          {t.text('emailVerifyResend')}
        </button>
      </PageForm>
    </Page>
  );
}
