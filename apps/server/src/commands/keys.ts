import { AnteroomError, type RealmSnapshot } from '@anteroom/core';
import { createKeyRotation, createNewSigningKey, type KeyState, keyStates } from '@anteroom/oidc';
import { composeCore } from '../compose-core.ts';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';

export interface RotateOptions {
  readonly algorithm?: readonly string[];
  readonly publishFor?: string;
  readonly json?: boolean;
}

/** Publishes successors of a realm's signing keys; running servers do the later steps when their time has come. */
export async function rotateKeys(name: string, { algorithm, publishFor, json = false }: RotateOptions): Promise<void> {
  const delay = publishFor === undefined ? null : Number(publishFor);
  if (delay !== null && !(Number.isSafeInteger(delay) && delay >= 0))
    throw new AnteroomError('invalid_input', '--publish-for takes a number of seconds');
  await withRealm(name, async (core, realm) => {
    const rotation = createKeyRotation({
      ...core,
      leases: core.cluster.leases,
      holder: `keys rotate ${ids.uuid()}`,
      newKey: createNewSigningKey({ ids, clock }),
    });
    const successors = await rotation.begin(realm.id, {
      ...(algorithm === undefined ? {} : { algorithms: algorithm }),
      ...(delay === null ? {} : { publishFor: delay }),
    });
    if (json) return print(successors);
    for (const { algorithm: made, kid, signsFrom } of successors)
      process.stdout.write(`${made}: ${kid} is published and signs from ${signsFrom.toISOString()} on\n`);
  });
}

/** The signing keys of a realm and where each stands. */
export async function listKeys(name: string, { json = false }: { readonly json?: boolean }): Promise<void> {
  await withRealm(name, async (_core, realm) => {
    const states = keyStates(realm);
    if (json) return print(states);
    for (const state of states) process.stdout.write(`${state.algorithm.padEnd(8)} ${state.kid}  ${describe(state)}\n`);
  });
}

async function withRealm(name: string, work: (core: Awaited<ReturnType<typeof composeCore>>, realm: RealmSnapshot) => Promise<void>) {
  const { configuration } = load(modeOfEnvironment());
  const core = await composeCore({ configuration, clock, ids, log: createLog({ level: 'warn', json: false }) });
  try {
    const realm = await core.realms.byName(name);
    if (realm === null) throw new AnteroomError('not_found', `there is no realm ${name}`);
    await work(core, realm);
  } finally {
    await core.close();
  }
}

const print = (value: object): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

function describe({ status, signsFrom, servedUntil }: KeyState): string {
  if (signsFrom !== null) return `published, signs from ${signsFrom.toISOString()} on`;
  if (servedUntil !== null) return `verifies only, served until ${servedUntil.toISOString()}`;
  return { ACTIVE: 'signs', PASSIVE: 'verifies only', DISABLED: 'disabled' }[status];
}
