import type { Condition } from '../evaluate/authenticator.ts';

/** Holds when the user has everything REQUIRED beside it, or, without any, one of the ALTERNATIVEs. Sub-flows are not looked at. */
export const userConfigured: Condition = {
  id: 'conditional-user-configured',
  *matches({ siblings, execution, isCondition, isConfigured }) {
    const leaves = siblings.filter((sibling) => sibling.id !== execution.id && sibling.flowId === null && !isCondition(sibling));
    const required = leaves.filter(({ requirement }) => requirement === 'REQUIRED');
    if (required.length > 0) {
      for (const leaf of required) if (!(yield* isConfigured(leaf))) return false;
      return true;
    }
    const alternative = leaves.filter(({ requirement }) => requirement === 'ALTERNATIVE');
    for (const leaf of alternative) if (yield* isConfigured(leaf)) return true;
    return alternative.length === 0;
  },
};
