import { AccountForPasswordManager } from '../components/account-for-password-manager.tsx';
import { Alert } from '../components/alert.tsx';
import { CancelAction } from '../components/cancel-action.tsx';
import { CheckBox } from '../components/check-box.tsx';
import { Page } from '../components/page.tsx';
import { PageForm } from '../components/page-form.tsx';
import type { PageProps } from '../page-props.ts';

/** In groups of four, as people read them aloud. */
const grouped = (code: string): string => code.replaceAll(/(.{4})(?=.)/g, '$1-');

export function RecoveryCodes({ view, context, t }: PageProps<'recovery-codes'>) {
  return (
    <Page context={context} t={t} heading={t.text('recovery-code-config-header')} scripts={['recovery-codes.js']} wide>
      <Alert kind="error" message={view.error} t={t} />
      <p>
        <strong>{t.text('recovery-code-config-warning-title')}</strong> {t.text('recovery-code-config-warning-message')}
      </p>
      <ol id="kc-recovery-codes-list" class="recovery-codes" aria-label={t.text('recovery-codes-list')} dir="ltr">
        {view.codes.map((code) => (
          <li key={code}>
            <code>{grouped(code)}</code>
          </li>
        ))}
      </ol>
      <div id="kc-recovery-codes-actions" class="choice" data-title={`${context.realm.displayName}: ${view.username}`} hidden>
        <button id="printRecoveryCodes" type="button" class="secondary">
          {t.text('recovery-codes-print')}
        </button>
        <button id="downloadRecoveryCodes" type="button" class="secondary">
          {t.text('recovery-codes-download')}
        </button>
        <button id="copyRecoveryCodes" type="button" class="secondary" data-done={t.text('recovery-codes-copied')}>
          {t.text('recovery-codes-copy')}
        </button>
      </div>
      <PageForm id="kc-recovery-codes-settings-form" context={context}>
        <AccountForPasswordManager username={view.username} />
        <input type="hidden" name="generatedRecoveryAuthnCodes" value={view.codes.join(',')} />
        <CheckBox name="kcRecoveryCodesConfirmationCheck" label={t.text('recovery-codes-confirmation-message')} checked={false} />
        <CheckBox name="logout-sessions" label={t.text('logoutOtherSessions')} checked />
        <button id="saveRecoveryAuthnCodesBtn" type="submit">
          {t.text('recovery-codes-action-complete')}
        </button>
        <CancelAction context={context} t={t} />
      </PageForm>
    </Page>
  );
}
