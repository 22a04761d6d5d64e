import type { Execution, Flow, RealmSnapshot } from '@anteroom/core';
import { isEnabled } from '../evaluate/evaluation.ts';
import { NO_LEVEL } from './acr-levels.ts';

export const LEVEL_CONDITION = 'conditional-level-of-authentication';
/** Keycloak's, when a condition names none. */
const MAX_AGE_SECONDS = 36_000;

export interface LevelConfig {
  /** Null for a text that is no number. */
  readonly level: number | null;
  readonly maxAgeSeconds: number;
}

/** `loa-condition-level` (0 when it is not set) and `loa-max-age` of a condition. */
export function readLevelConfig(config: Readonly<Record<string, string>>): LevelConfig {
  const number = (text: string | undefined, absent: number) =>
    text === undefined || text === '' ? absent : /^\d{1,9}$/.test(text) ? Number(text) : null;
  return { level: number(config['loa-condition-level'], 0), maxAgeSeconds: number(config['loa-max-age'], MAX_AGE_SECONDS) ?? 0 };
}

/** Levels that a flow can tell apart, each with how long it stays proven; empty for a flow without conditions about levels. */
export function flowLevels(realm: RealmSnapshot, flow: Flow): ReadonlyMap<number, number> {
  const levels = new Map<number, number>();
  visit(realm, flow, ({ authenticator, configId }) => {
    if (authenticator !== LEVEL_CONDITION) return;
    const { level, maxAgeSeconds } = readLevelConfig(configId === null ? {} : (realm.authenticatorConfig(configId)?.config ?? {}));
    if (level !== null) levels.set(level, maxAgeSeconds);
  });
  return levels;
}

/** The level of the part of a flow in which an authenticator stands; null when it stands in none. */
export function levelOfAuthenticator(realm: RealmSnapshot, flow: Flow, ids: readonly string[]): number | null {
  let found: number | null = null;
  visit(realm, flow, (execution, within) => {
    if (!ids.includes(execution.authenticator ?? '')) return;
    const condition = within.executions.find((sibling) => sibling.authenticator === LEVEL_CONDITION && isEnabled(sibling));
    if (condition === undefined) return;
    const config = condition.configId === null ? {} : (realm.authenticatorConfig(condition.configId)?.config ?? {});
    found = Math.max(found ?? NO_LEVEL, readLevelConfig(config).level ?? NO_LEVEL);
  });
  return found;
}

function visit(realm: RealmSnapshot, top: Flow, look: (execution: Execution, within: Flow) => void): void {
  const open = [top];
  const seen = new Set<string>();
  for (let flow = open.pop(); flow !== undefined; flow = open.pop()) {
    if (seen.has(flow.id)) continue;
    seen.add(flow.id);
    for (const execution of flow.executions.filter(isEnabled)) {
      look(execution, flow);
      const below = execution.flowId === null ? null : realm.flow(execution.flowId);
      if (below !== null) open.push(below);
    }
  }
}
