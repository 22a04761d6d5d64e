import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@anteroom/core';

/** A message that a mail server has taken. `words` are what it said. */
export interface AcceptedMail {
  readonly realmId: string;
  readonly messageId: string;
  readonly words: string;
}

/**
 * Notes of what mail servers have taken, for as long as the directory does not say so. A note is written before anything else is done with
 * the answer, so that a process that dies, or a database that is away, at that moment makes nobody get the mail a second time.
 */
export interface AcceptedMails {
  /** What an earlier process left behind. */
  readonly left: readonly AcceptedMail[];
  /** Synchronous; when it returns, the death of the process loses nothing. Never throws. */
  add(mail: AcceptedMail): void;
  /** The directory knows. Never throws. */
  delete(mail: AcceptedMail): void;
}

/** Without a place to write to: the death of the process loses what the directory does not know. */
export const noAcceptedMails: AcceptedMails = { left: [], add: () => {}, delete: () => {} };

/**
 * A file per message, whose name is the note and whose text is the server's words: one that a crash left empty is still good. Not flushed
 * to the disk: it survives the process, and after a power cut the message goes out again.
 */
export function openAcceptedMails({ directory, log }: { readonly directory: string; readonly log: Log }): AcceptedMails {
  const pathOf = ({ realmId, messageId }: AcceptedMail) => join(directory, `${encodeURIComponent(realmId)}_${messageId}`);
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      log.warn('mail.not-noted', { directory, error: error instanceof Error ? error.message : String(error) });
    }
  };
  const left: AcceptedMail[] = [];
  attempt(() => {
    for (const name of existsSync(directory) ? readdirSync(directory) : []) {
      const [, realm, messageId] = /^(.+)_([^_]+)$/.exec(name) ?? [];
      if (realm === undefined || messageId === undefined) continue;
      left.push({ realmId: decodeURIComponent(realm), messageId, words: readFileSync(join(directory, name), 'utf8') });
    }
  });
  return {
    left,
    add: (mail) =>
      attempt(() => {
        mkdirSync(directory, { recursive: true, mode: 0o700 }); // a node that sends no mail leaves no trace
        writeFileSync(pathOf(mail), mail.words, { mode: 0o600 });
      }),
    delete: (mail) => attempt(() => rmSync(pathOf(mail), { force: true })),
  };
}
