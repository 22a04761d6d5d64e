import { ApiError, ServerAway } from '../api/api-error.ts';
import { SessionEnded } from '../auth/session.ts';
import type { Translate } from '../i18n/text.tsx';

/** An error in words that say what to change. The server's own sentence comes first where it has one. */
export function describeError(t: Translate, error: unknown): string {
  if (error instanceof SessionEnded) return t('error.sessionEnded');
  if (error instanceof ServerAway) return t('error.serverAway');
  if (!(error instanceof ApiError)) return t('error.unexpected');
  if (error.status === 401) return t('error.sessionEnded');
  if (error.status === 403) return t('error.forbidden');
  if (error.status === 503) return t('error.busy', { seconds: error.retryAfter ?? 1 });
  const field = error.fields[0];
  if (field !== undefined) return `${field.field}: ${describeRule(t, field.rule, field.params)}`;
  if (error.status === 404) return error.text ?? t('error.notFound');
  if (error.status >= 500) return t('error.server', { id: error.requestId ?? '–' });
  return error.text ?? t('error.refused', { status: error.status });
}

/** The rules of a realm's user profile, by Keycloak's names. */
export function describeRule(t: Translate, rule: string, params: readonly string[]): string {
  switch (rule) {
    case 'error-user-attribute-required':
    case 'error-empty':
      return t('rule.required');
    case 'error-invalid-email':
      return t('rule.email');
    case 'error-invalid-length':
      return t('rule.length', { min: params[1] ?? '0', max: params[2] ?? '∞' });
    case 'error-user-attribute-read-only':
      return t('rule.readOnly');
    case 'error-username-invalid-character':
    case 'error-person-name-invalid-character':
    case 'error-invalid-value':
      return t('rule.characters');
    default:
      return rule;
  }
}
