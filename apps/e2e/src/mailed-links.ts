import type { AdminClient } from './admin.ts';
import { DEMO } from './demo-realm.ts';
import type { MailSink, ReceivedMail } from './mail-sink.ts';

/** The link of a mail, as a mail program would open it. */
export function linkIn(mail: Pick<ReceivedMail, 'text'>): string {
  const [link] = /https?:\/\/\S+action-token\?key=[^\s"<>]+/.exec(mail.text) ?? [];
  if (link === undefined) throw new Error(`no link in: ${mail.text}`);
  return link;
}

export const keyOf = (link: string): string => new URL(link).searchParams.get('key') ?? '';

/** Takes the next mail to an address out of the sink. */
export async function nextMail(sink: MailSink, address: string): Promise<ReceivedMail> {
  const mail = await sink.mailTo(address);
  sink.mails.splice(sink.mails.indexOf(mail), 1);
  return mail;
}

/** An administrator's "update your password", mailed over real SMTP. */
export async function mailPasswordLink(
  admin: AdminClient,
  sink: MailSink,
  username: string,
  actions = ['UPDATE_PASSWORD'],
): Promise<string> {
  const user = await admin.findUser(DEMO, username);
  await admin.must('PUT', `/${DEMO}/users/${user.id}/execute-actions-email`, actions);
  return linkIn(await nextMail(sink, `${username}@demo.test`));
}
