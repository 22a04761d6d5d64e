import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import { WayOn } from '../components/way-on.tsx';
import type { PageProps } from '../page-props.ts';
import { usernameLabel } from '../text/username-label.ts';

/** Whoever is named here is sent a link. The page never says whether anybody was. */
export function ResetPassword({ view, context, t }: PageProps<'reset-password'>) {
  return (
    <Page context={context} t={t} heading={t.text('emailForgotTitle')}>
      <p class="instruction">{t.text(context.realm.loginWithEmailAllowed ? 'emailInstruction' : 'emailInstructionUsername')}</p>
      <PageForm id="kc-reset-password-form" context={context}>
        <Field
          name="username"
          label={usernameLabel(context.realm, t)}
          t={t}
          error={view.error}
          input={{
            value: view.username,
            autocomplete: 'username',
            autocapitalize: 'none',
            spellcheck: false,
            dir: 'auto',
            autofocus: true,
          }}
        />
        <button id="kc-submit" type="submit">
          {t.text('doSubmit')}
        </button>
      </PageForm>
      <WayOn id="kc-back-to-login" url={context.links.login} text={t.text('backToLogin')} />
    </Page>
  );
}
