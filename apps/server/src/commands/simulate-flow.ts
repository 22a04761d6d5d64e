import { readFileSync } from 'node:fs';
import { AnteroomError, type FlowDraft, fromFlowDraft, type RealmSnapshot, type SimulationResult } from '@anteroom/core';
import { createSimulation } from '@anteroom/flows';
import { type Core, composeCore } from '../compose-core.ts';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';

export interface SimulateOptions {
  readonly realm: string;
  readonly client: string;
  readonly user: string;
  readonly flow?: string;
  readonly draft?: string;
  readonly directGrant?: boolean;
  readonly wrongPassword?: boolean;
  readonly wrongOtp?: boolean;
  readonly session?: boolean;
  readonly prompt?: string;
  readonly scope?: string;
  readonly json?: boolean;
}

/** Runs a flow for a user and a client and shows what every execution decides. Nothing is written, mailed or counted. */
export async function simulateFlow(options: SimulateOptions): Promise<void> {
  const { configuration } = load(modeOfEnvironment());
  const core = await composeCore({ configuration, clock, ids, log: createLog({ level: 'error', json: false }) });
  try {
    const result = await simulate(core, options);
    process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : describe(result));
  } finally {
    await core.close();
  }
}

async function simulate(core: Core, options: SimulateOptions): Promise<SimulationResult> {
  const realm = await core.realms.byName(options.realm);
  if (realm === null) throw new AnteroomError('not_found', `there is no realm ${options.realm}`);
  const client = await core.realms.client(realm, options.client);
  if (client === null) throw new AnteroomError('not_found', `realm ${options.realm} has no client ${options.client}`);
  const binding = options.directGrant ? 'direct_grant' : 'browser';
  const drafts = options.draft === undefined ? null : draftOf(realm, options.draft);
  const { flow: name } = options;
  const stored = name === undefined ? realm.boundFlow(binding, client) : (realm.flow(name) ?? realm.flowByAlias(name));
  const flow = drafts?.flows[0] ?? stored;
  if (flow === null) throw new AnteroomError('not_found', `realm ${options.realm} has no flow ${name ?? `for ${binding}`}`);
  return createSimulation(core)({
    ...{ realm, client, flow, binding, login: options.user, ...(drafts === null ? {} : { drafts }) },
    password: options.wrongPassword ? 'wrong' : 'right',
    otp: options.wrongOtp ? 'wrong' : 'right',
    session: options.session ?? false,
    prompt: words(options.prompt),
    scopes: words(options.scope),
    acrValues: [],
  });
}

const words = (text = ''): readonly string[] => text.split(/\s+/).filter(Boolean);

function draftOf(realm: RealmSnapshot, file: string) {
  try {
    const draft = JSON.parse(readFileSync(file, 'utf8')) as FlowDraft;
    return fromFlowDraft(realm, draft.id === undefined ? null : realm.flow(draft.id), draft, ids);
  } catch (error) {
    throw new AnteroomError('invalid_input', `${file} is no flow: ${(error as Error).message}`, { cause: error });
  }
}

function describe({ outcome, refusal, page, amr, transient, persistence, trace }: SimulationResult): string {
  const lines = trace.steps.map(({ request, level, name, requirement, decision, why, kind }) => {
    const place = `${'  '.repeat(level)}${name}`;
    return `${String(request).padStart(2)}  ${place.padEnd(44)} ${(requirement ?? kind).padEnd(15)} ${decision.padEnd(9)} ${why}\n`;
  });
  const end = {
    complete: () =>
      `let in (${amr.join(', ') || 'by the session'})${transient ? ', transient' : persistence === null ? '' : `, ${persistence}`}`,
    refused: () => `refused: ${refusal}`,
    page: () => `stops at the page "${page?.kind}" of ${page?.executionId}`,
    mailed: () => 'goes on behind a mailed link',
  };
  return `${trace.flow}\n${lines.join('')}→ ${end[outcome]()}\n`;
}
