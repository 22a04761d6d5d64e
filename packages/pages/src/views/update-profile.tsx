import { Alert, unlessAtField } from '../components/alert.tsx';
import { CancelAction } from '../components/cancel-action.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import { ProfileFieldInput } from '../components/profile-field.tsx';
import type { PageProps } from '../page-props.ts';

export function UpdateProfile({ view, context, t }: PageProps<'update-profile'>) {
  const first = view.fields.find((field) => view.fieldErrors[field.name] !== undefined) ?? view.fields.find((field) => !field.readOnly);
  return (
    <Page context={context} t={t} heading={t.text('loginProfileTitle')}>
      <Alert kind="error" message={unlessAtField(view.error, view.fieldErrors)} t={t} />
      {view.error === null ? <p>{t.text('updateProfileMessage')}</p> : null}
      <PageForm id="kc-update-profile-form" context={context}>
        {view.fields.map((field) => (
          <ProfileFieldInput key={field.name} field={field} t={t} error={view.fieldErrors[field.name]} autofocus={field === first} />
        ))}
        <button id="kc-submit" type="submit">
          {t.text('doSubmit')}
        </button>
        <CancelAction context={context} t={t} />
      </PageForm>
    </Page>
  );
}
