/** Keycloak's execution statuses. Plain strings in the stored state. */
export type Status =
  | 'FAILED'
  | 'SUCCESS'
  | 'SETUP_REQUIRED'
  | 'ATTEMPTED'
  | 'SKIPPED'
  | 'CHALLENGED'
  | 'EVALUATED_TRUE'
  | 'EVALUATED_FALSE';

export function isProcessedStatus(status: string | undefined): boolean {
  return status === 'SUCCESS' || status === 'SKIPPED' || status === 'ATTEMPTED' || status === 'SETUP_REQUIRED';
}

/** What makes a required execution count as passed. */
export function isPassedStatus(status: string | undefined): boolean {
  return status === 'SUCCESS' || status === 'SETUP_REQUIRED';
}
