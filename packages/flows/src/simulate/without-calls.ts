import type { CustomAnswer, FlowModule } from '@anteroom/core';

const UNKNOWN: CustomAnswer = {
  kind: 'challenge',
  page: { title: 'not simulated', fields: [] },
  why: 'a step of a module is not called in a simulation: nobody knows what it would do',
};

/** Steps of somebody else's may do anything when they are called, so a simulation stops at them; those that only say something are asked. */
export function withoutCalls({ authenticators = [], ...rest }: FlowModule): FlowModule {
  return { ...rest, authenticators: authenticators.map((step) => (step.isSetting ? step : { ...step, authenticate: () => UNKNOWN })) };
}
