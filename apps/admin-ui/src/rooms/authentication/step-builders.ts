import type { Step } from '../../api/flow-types.ts';

/** Steps for tests: valid by default. */
export const step = (providerId: string, more: Partial<Step> = {}): Step => ({
  id: providerId,
  requirement: 'REQUIRED',
  displayName: providerId,
  requirementChoices: ['REQUIRED', 'ALTERNATIVE', 'DISABLED'],
  configurable: false,
  providerId,
  level: 0,
  index: 0,
  priority: 0,
  ...more,
});

export const subFlow = (displayName: string, more: Partial<Step> = {}): Step => {
  const { providerId: _, ...bare } = step(displayName);
  return { ...bare, authenticationFlow: true, flowId: displayName, ...more };
};
