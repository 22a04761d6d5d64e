import { AnteroomError, type FlowModule } from '@anteroom/core';
import { locateModule } from '../locate-module.ts';

const ID = /^[a-z][a-z0-9_-]{1,63}$/i;

/**
 * Loads the modules of `ANTEROOM_AUTHENTICATORS` as one. Whatever is wrong with one stops the start with a line that says what to change:
 * a flow that lacks a step it was made with would refuse everybody.
 */
export async function loadFlowModules(
  addresses: readonly string[],
  { directory, taken }: { readonly directory: string; readonly taken: ReadonlySet<string> },
): Promise<FlowModule> {
  const modules = await Promise.all(addresses.map((address) => load(address, directory)));
  const all = {
    authenticators: modules.flatMap(({ authenticators = [] }) => authenticators),
    requiredActions: modules.flatMap(({ requiredActions = [] }) => requiredActions),
  };
  const ids = [...all.authenticators, ...all.requiredActions].map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (taken.has(id)) throw refuse(`the id ${id} is one of the server's own`);
    if (ids.indexOf(id) !== index) throw refuse(`two steps have the id ${id}`);
  }
  return all;
}

async function load(address: string, directory: string): Promise<FlowModule> {
  const place = address.slice('module:'.length);
  let loaded: FlowModule;
  try {
    loaded = await import(locateModule(place, directory));
  } catch (error) {
    throw refuse(`module:${place} cannot be loaded: ${firstLine(error)}`, error);
  }
  const { authenticators = [], requiredActions = [] } = loaded;
  if (authenticators.length + requiredActions.length === 0)
    throw refuse(`module:${place} exports no authenticators and no requiredActions (docs/your-own-authenticator.md)`);
  for (const one of authenticators) {
    if (!ID.test(one?.id ?? '') || typeof one.displayName !== 'string' || typeof one.authenticate !== 'function')
      throw refuse(`module:${place} has an authenticator without a proper id, displayName or authenticate`);
  }
  for (const one of requiredActions) {
    if (!ID.test(one?.id ?? '') || typeof one.name !== 'string' || typeof one.show !== 'function' || typeof one.submit !== 'function')
      throw refuse(`module:${place} has a required action without a proper id, name, show or submit`);
  }
  return { authenticators, requiredActions };
}

function refuse(what: string, cause?: unknown): AnteroomError {
  return new AnteroomError('configuration', `ANTEROOM_AUTHENTICATORS: ${what}`, { cause });
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
}
