/** What a server is put through beside being measured (`--trial`). */
export const TRIAL_NAMES = ['overload', 'slow-connections', 'login-steps', 'soak'] as const;
export type TrialName = (typeof TRIAL_NAMES)[number];
