import type { Client } from '@anteroom/core';
import type { FlowContext } from '../flow-engine.ts';

/** Nothing was proven, or nothing is asked for. */
export const NO_LEVEL = -1;

type Asked = Pick<FlowContext, 'realm' | 'client' | 'acrValues' | 'essentialAcr'>;

/** Names of levels: the client's own (`acr.loa.map`), without any the realm's. */
function namedLevels({ realm, client }: Pick<Asked, 'realm' | 'client'>): ReadonlyMap<string, number> {
  const own = readMap(client.attributes['acr.loa.map']);
  return own.size > 0 ? own : readMap(realm.realm.attributes['acr.loa.map']);
}

/** What the request asks for, or the client by default (`default.acr.values`). */
function askedValues({ client, acrValues }: Asked): readonly string[] {
  return acrValues.length > 0 ? acrValues : words(client.attributes['default.acr.values']);
}

/**
 * The lowest of the levels that would do (Keycloak): an essential request counts alone, a name nobody knows asks for the lowest level
 * there is. `minimum.acr.value` of the client is a floor under it.
 */
export function requestedLevel(asked: Asked): number {
  const names = namedLevels(asked);
  const essential = asked.essentialAcr ?? [];
  const values = essential.length > 0 ? essential : askedValues(asked);
  const floor = levelOf(names, asked.client.attributes['minimum.acr.value'] ?? '') ?? NO_LEVEL;
  return values.length === 0 ? floor : Math.max(floor, Math.min(...values.map((value) => levelOf(names, value) ?? 0)));
}

/**
 * The `acr` of a level that was reached: the highest of the values that were asked for, else of all that have a name, which does not
 * promise more; without any, the number.
 */
export function acrOf(level: number, asked: Asked): string {
  const names = namedLevels(asked);
  for (const values of [asked.essentialAcr ?? [], askedValues(asked), [...names.keys()]]) {
    const reached = values
      .map((value) => ({ value, level: levelOf(names, value) ?? Number.POSITIVE_INFINITY }))
      .filter((one) => names.size > 0 && one.level > 0 && one.level <= level)
      .sort((a, b) => b.level - a.level);
    if (reached[0] !== undefined) return reached[0].value;
  }
  return String(level);
}

function levelOf(names: ReadonlyMap<string, number>, value: string): number | null {
  return names.get(value) ?? (/^\d{1,9}$/.test(value) ? Number(value) : null);
}

function readMap(text: string | undefined): ReadonlyMap<string, number> {
  try {
    const entries = Object.entries(JSON.parse(text || '{}') as Record<string, unknown>);
    return new Map(entries.map(([name, level]): [string, number] => [name, Number(level)]).filter(([, level]) => Number.isInteger(level)));
  } catch {
    return new Map();
  }
}

/** Keycloak's list in an attribute. */
function words(text: Client['attributes'][string] | undefined): readonly string[] {
  return (text ?? '').split('##').filter(Boolean);
}
