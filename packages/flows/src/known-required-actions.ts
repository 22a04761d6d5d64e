import { REQUIRED_ACTIONS } from './required-actions/index.ts';

/** Provider ids of required actions that this server has. */
export const KNOWN_REQUIRED_ACTIONS: readonly string[] = REQUIRED_ACTIONS.map(({ id }) => id);
