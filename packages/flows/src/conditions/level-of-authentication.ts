import type { Condition } from '../evaluate/authenticator.ts';
import { FlowDenied } from '../evaluate/flow-denied.ts';
import { requestedLevel } from '../levels/acr-levels.ts';
import { LEVEL_CONDITION, type LevelConfig, readLevelConfig } from '../levels/flow-levels.ts';
import { isHeld } from '../levels/held-levels.ts';

/**
 * Step-up: the first level always has to be proven, a higher one when it is asked for and not held from before (`loa-max-age`). A
 * sub-flow that went through has proven its level (Keycloak's ConditionalLoaAuthenticator).
 */
export const levelOfAuthentication: Condition = {
  id: LEVEL_CONDITION,
  *matches({ draft, config }) {
    const { level, maxAgeSeconds } = configured(config);
    if (draft.level < 0) return true;
    if (Math.max(requestedLevel(draft.context), draft.neededLevel) < level) return false;
    const held = isHeld(draft.levels, level, maxAgeSeconds, draft.now);
    if (held && draft.level < level) draft.level = level;
    return !held;
  },
  succeeded({ draft, config }) {
    const { level, maxAgeSeconds } = configured(config);
    draft.level = level;
    if (maxAgeSeconds > 0) draft.levels.set(level, Math.floor(draft.now.getTime() / 1000));
  },
};

/** A level that cannot be read cannot be judged: taking it for "does not apply" would skip a factor. */
function configured(config: Readonly<Record<string, string>>): LevelConfig & { readonly level: number } {
  const { level, maxAgeSeconds } = readLevelConfig(config);
  if (level === null) throw new FlowDenied('flow_misconfigured', `${LEVEL_CONDITION}: the level is no number`);
  return { level, maxAgeSeconds };
}
