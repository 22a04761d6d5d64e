import type { AdminClient } from '../admin.ts';
import { DEMO, SHOP } from '../demo-realm.ts';
import type { MailSink } from '../mail-sink.ts';
import { keyOf, mailPasswordLink } from '../mailed-links.ts';
import { readPage } from '../page.ts';
import { inParallel } from '../rounds.ts';
import { passwordGrant } from '../tokens.ts';
import type { RaceStage } from './races.ts';

/** What became of one link that many finished at once, each with a password of their own. */
export interface LinkRaceOutcome {
  /** Saw the page that says that it is done. */
  readonly done: number;
  /** Saw the page that says that the link has been used. */
  readonly used: number;
  /** Passwords of racers that the person can sign in with now. */
  readonly passwords: number;
  /** Whether that password is the one of whoever was told that it is done. */
  readonly isWinners: boolean;
  /** Types of all events of the person since the link was sent. */
  readonly events: readonly string[];
}

/** One round: a link for ben is mailed, and everybody finishes it at the same moment. */
export async function raceForLink(
  { nodes, race }: RaceStage,
  { admin, sink }: { readonly admin: AdminClient; readonly sink: MailSink },
  round: number,
): Promise<LinkRaceOutcome> {
  await admin.must('PUT', `/${DEMO}/events/config`, { eventsEnabled: true });
  const key = keyOf(await mailPasswordLink(admin, sink, 'ben'));
  await admin.must('DELETE', `/${DEMO}/events`);
  const passwords = Array.from({ length: race.count }, (_, index) => `Race-pw-${round}-${index}`);
  const answers = await race.run(
    nodes.map((node) => `${node.local}/realms/${DEMO}/login-actions/action-token`),
    passwords.map((password) => ({ key, execution: 'UPDATE_PASSWORD', 'password-new': password, 'password-confirm': password })),
  );
  const events = (await admin.must('GET', `/${DEMO}/events?max=1000`)).json as { readonly type: string }[];
  const saw = (status: number, words: string) =>
    answers.flatMap((answer, index) => (answer.status === status && readPage(answer.body).text.includes(words) ? [index] : []));
  const done = saw(200, 'Your account has been updated.');
  const good: number[] = [];
  await inParallel(passwords.length, 4, async (index) => {
    const node = nodes[index % nodes.length]!;
    if ((await passwordGrant(node, DEMO, 'ben', passwords[index]!, SHOP)).status === 200) good.push(index);
  });
  return {
    done: done.length,
    used: saw(400, 'has already been used').length,
    passwords: good.length,
    isWinners: good[0] === done[0],
    events: events.map(({ type }) => type).sort(),
  };
}

/** How every round has to end. */
export const oneFinishes = (racers: number): LinkRaceOutcome => ({
  done: 1,
  used: racers - 1,
  passwords: 1,
  isWinners: true,
  events: ['EXECUTE_ACTIONS', 'UPDATE_CREDENTIAL'],
});
