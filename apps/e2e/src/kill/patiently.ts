import type { Answer } from '../http-client.ts';
import { passwordGrant } from '../tokens.ts';
import { KILL_CLIENT, KILL_PASSWORD, KILL_REALM } from './kill-realm.ts';

const TRIES = 300;
const PAUSE_MS = 100;
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** Asks again while the answer is "come back later": for what may be asked twice. */
export async function patiently<A extends Answer>(ask: () => Promise<A>): Promise<A> {
  for (let turn = 0; ; turn += 1) {
    const answer = await ask();
    if (answer.status !== 503 || turn >= TRIES) return answer;
    await pause();
  }
}

/** Waits until logins are served again, several in a row: after a fail-over replicas may still be on their way. */
export async function steady(server: { readonly local: string }): Promise<void> {
  for (let turn = 0, inRow = 0; inRow < 5; turn += 1) {
    const answer = await passwordGrant(server, KILL_REALM, 'user0', KILL_PASSWORD, KILL_CLIENT);
    inRow = answer.status === 200 ? inRow + 1 : 0;
    if (turn >= TRIES) throw new Error(`logins are not served again: ${answer.status} ${answer.text}`);
    await pause();
  }
}
