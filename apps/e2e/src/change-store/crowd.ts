import { setTimeout as wait } from 'node:timers/promises';
import type { Patience } from './patience.ts';
import { createPeopleAt, type Node, type Outcome, type People, type Session } from './people.ts';

/** How much happens per second, whatever the servers are busy with. */
export interface Rates {
  readonly logins: number;
  readonly refreshes: number;
}

export interface CrowdCounts {
  readonly logins: number;
  readonly refreshes: number;
  readonly logouts: number;
  readonly revocations: number;
  readonly codesRaced: number;
}

/** Many people at two nodes: they come, stay, go, and revoke; whatever they are told stays true is looked at again. */
export interface Crowd {
  readonly people: People;
  /** Everything that was not as it must be, in words. */
  readonly wrong: readonly string[];
  readonly counts: CrowdCounts;
  /** So many sessions to begin with. */
  gather(sessions: number): Promise<void>;
  start(): void;
  /** Nobody does anything any more when it resolves. */
  stop(): Promise<void>;
  /** Uses every session, everything that was ended and everything that was revoked once, at both nodes. */
  lookAtEverything(): Promise<void>;
  /** A session that was begun elsewhere is used like any other. */
  add(session: Outcome<Session>): void;
}

const AT_ONCE = 8;
/** More people do not wait for an answer at the same time; a machine that is this slow is given no more. */
const MOST_WAITING = 150;

export function createCrowd(nodes: readonly [Node, Node], rates: Rates, patience: Patience): Crowd {
  const people = createPeopleAt(patience);
  const wrong: string[] = [];
  const counts = { logins: 0, refreshes: 0, logouts: 0, revocations: 0, codesRaced: 0 };
  const idle: Session[] = [];
  const ended: Session[] = [];
  const revoked: string[] = [];
  const underWay = new Set<Promise<void>>();
  let number = 0;
  let running = false;
  let pacing: Promise<unknown> = Promise.resolve();

  const pair = (at: number): readonly [Node, Node] => (at % 2 === 0 ? nodes : [nodes[1], nodes[0]]);
  const note = (what: string) => {
    wrong.push(`${new Date().toISOString()} ${what}`);
  };
  const use = (outcome: Outcome<Session>) => {
    if (outcome.kind === 'wrong') note(outcome.what);
    if (outcome.kind === 'done') idle.push(outcome.value);
  };
  const next = () => {
    number += 1;
    return number;
  };

  const come = async () => {
    const mine = next();
    const [here, there] = pair(mine >> 1);
    use(await people.logIn(here, there, mine));
    counts.logins += 1;
  };
  const stay = async () => {
    // The one who has waited longest, so that everybody's turn comes.
    const session = idle.shift();
    if (session === undefined) return;
    use(await people.renew(pair(next())[0], session));
    counts.refreshes += 1;
  };
  const go = async () => {
    const session = idle.shift();
    if (session === undefined) return;
    const [here, there] = pair(next());
    const out = await people.logOut(here, session);
    counts.logouts += 1;
    if (out.kind === 'wrong') return note(out.what);
    ended.push(session);
    await staysEnded(there, session);
  };
  const staysEnded = async (node: Node, session: Session) => {
    if ((await people.renew(node, session)).kind === 'done') note(`session ${session.number} was refreshed after its logout`);
    if (await people.isActive(node, session.accessToken)) note(`a token of session ${session.number} is active after its logout`);
  };
  const takeBack = async () => {
    const [here, there] = pair(next());
    const token = await people.clientToken(here);
    const out = await people.revoke(here, token);
    counts.revocations += 1;
    if (out.kind === 'wrong') return note(out.what);
    revoked.push(token);
    if (await people.isActive(there, token)) note('a revoked token is active');
  };
  /** One code at both nodes at once. */
  const redeemTwice = async () => {
    const mine = next();
    const [here] = pair(mine);
    const code = await (await people.openLogin(here, mine)).issue(here);
    const answers = await Promise.all(nodes.map((node) => patience.served(() => code.redeem(node))));
    counts.codesRaced += 1;
    const won = answers.filter(({ answer }) => answer.status === 200).length;
    const isSure = answers.every(({ again }) => !again);
    if (won > 1 || (won === 0 && isSure))
      note(`a code was redeemed ${won} times: ${answers.map(({ answer }) => answer.text.slice(0, 120)).join(' | ')}`);
  };

  const perSecond: readonly (readonly [number, () => Promise<void>])[] = [
    [rates.logins, come],
    [rates.refreshes, stay],
    [Math.max(1, rates.logins / 6), go],
    [Math.max(1, rates.logins / 10), takeBack],
    [Math.max(1, rates.logins / 15), redeemTwice],
  ];

  const run = (work: () => Promise<void>) => {
    const done = work()
      .catch((error: unknown) => note(String(error)))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  };

  const pace = async () => {
    const began = performance.now();
    const issued = perSecond.map(() => 0);
    while (running) {
      const seconds = (performance.now() - began) / 1000;
      for (const [at, [rate, work]] of perSecond.entries()) {
        while ((issued[at] ?? 0) < rate * seconds) {
          issued[at] = (issued[at] ?? 0) + 1;
          if (underWay.size < MOST_WAITING) run(work);
        }
      }
      await wait(10);
    }
  };

  const all = async <T>(list: readonly T[], work: (item: T) => Promise<void>) => {
    const queue = [...list];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
      }),
    );
  };

  return {
    people,
    wrong,
    counts,
    gather: (sessions) => all([...Array(sessions).keys()], come),
    start: () => {
      running = true;
      pacing = pace();
    },
    stop: async () => {
      running = false;
      await pacing;
      while (underWay.size > 0) await Promise.all(underWay);
    },
    lookAtEverything: async () => {
      await all(idle.splice(0), async (session) => use(await people.renew(pair(next())[0], session)));
      await all(ended, (session) => staysEnded(pair(next())[0], session));
      await all(revoked, async (token) => {
        if (await people.isActive(pair(next())[0], token)) note('a token that was revoked is active again');
      });
    },
    add: use,
  };
}
