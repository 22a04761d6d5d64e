import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

/** The first administrator. The focus goes to the first field that has to be filled in or corrected. */
export function SetUp({ view, context, t }: PageProps<'set-up'>) {
  const { username, password, 'password-confirm': confirm } = view.fieldErrors;
  const input = { type: 'password', autocomplete: 'new-password', dir: 'auto', required: true } as const;
  const atPassword = username === undefined && (password !== undefined || confirm !== undefined);
  return (
    <Page context={context} t={t} title={t.text('setUpTitle')} heading={t.text('setUpTitle')} scripts={['show-password.js']}>
      <p>{t.text('setUpIntro')}</p>
      <PageForm id="kc-set-up-form" context={context}>
        <Field
          name="username"
          label={t.text('username')}
          t={t}
          error={username}
          input={{
            value: view.username,
            autocomplete: 'username',
            autocapitalize: 'none',
            spellcheck: false,
            dir: 'auto',
            required: true,
            autofocus: !atPassword,
          }}
        />
        <Field name="password" label={t.text('password')} t={t} error={password} input={{ ...input, autofocus: atPassword }} />
        <Field name="password-confirm" label={t.text('passwordConfirm')} t={t} error={confirm} input={input} />
        <button id="kc-submit" type="submit">
          {t.text('setUpSubmit')}
        </button>
      </PageForm>
    </Page>
  );
}
