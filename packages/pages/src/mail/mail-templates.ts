/** The mails that this server writes, for a list and its previews. */
export const MAIL_TEMPLATES = [
  { name: 'execute-actions', hasLink: true },
  { name: 'invitation', hasLink: true },
  { name: 'password-reset', hasLink: true },
  { name: 'email-verification', hasLink: true },
  { name: 'email-update-confirmation', hasLink: true },
  { name: 'email-changed', hasLink: true },
  { name: 'email-changed-by-admin', hasLink: false },
  { name: 'new-device', hasLink: true },
  { name: 'event-update-credential', hasLink: false },
  { name: 'event-remove-credential', hasLink: false },
  { name: 'email-code', hasLink: false },
  { name: 'authentication-request', hasLink: false },
  { name: 'email-test', hasLink: false },
] as const;

/** What stands in a preview where a real mail names what happened. */
export const EXAMPLE_PARAMETERS: Readonly<Record<string, string>> = {
  newEmail: 'new.address@example.org',
  at: '2030-01-01T12:00:00.000Z',
  from: '192.0.2.1',
  device: 'Firefox, Linux',
  credential: 'password',
  code: '123456',
  clientName: 'Shop',
  url: 'https://id.example.org/request',
};
