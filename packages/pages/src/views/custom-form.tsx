import { Alert } from '../components/alert.tsx';
import { CheckBox } from '../components/check-box.tsx';
import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

/** The fields that a module of somebody else's asks for: its texts are shown as text, whatever is in them. */
export function CustomForm({ view: { page }, context, t }: PageProps<'custom-form'>) {
  const first = page.fields.find(({ error }) => error !== undefined) ?? page.fields.find(({ type }) => type !== 'checkbox');
  return (
    <Page context={context} t={t} heading={t.find(page.title) ?? page.title}>
      <Alert kind="error" message={page.error === undefined ? null : { key: page.error }} t={t} />
      {page.text === undefined ? null : <p class="instruction">{t.find(page.text) ?? page.text}</p>}
      <PageForm id="kc-custom-form" context={context}>
        {page.fields.map((field) =>
          field.type === 'checkbox' ? (
            <CheckBox key={field.name} name={field.name} label={t.find(field.label) ?? field.label} checked={field.value === 'on'} />
          ) : (
            <Field
              key={field.name}
              name={field.name}
              label={t.find(field.label) ?? field.label}
              t={t}
              error={field.error === undefined ? null : { key: field.error }}
              input={{ type: field.type ?? 'text', value: field.value ?? '', autocomplete: 'off', autofocus: field === first }}
            />
          ),
        )}
        <button id="kc-submit" type="submit">
          {t.text('doSubmit')}
        </button>
      </PageForm>
    </Page>
  );
}
