export { type AcceptedMail, type AcceptedMails, openAcceptedMails } from './accepted-mails.ts';
export { type CapturedMail, createDevMailbox, type DevMailbox } from './dev-mailbox.ts';
export { isPlainAddress } from './mail-address.ts';
export type { MailDefaults } from './mail-settings.ts';
export { createMailTest } from './mail-test.ts';
export type { MailServer, MailTransport, OutgoingMail, SendResult } from './mail-transport.ts';
export { createOAuthTokens, type OAuthTokens, type PostForm } from './oauth-tokens.ts';
export { createOutboxWorker, type OutboxWorker, type OutboxWorkerDependencies } from './outbox-worker.ts';
export { createSmtpTransport, type SmtpTransportOptions } from './smtp-transport.ts';
