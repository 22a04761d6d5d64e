import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../../api/api.ts';
import type { ConfigDescription, Step, StepConfig } from '../../api/flow-types.ts';
import type { ConfigValue } from '../../ui/properties/property-values.ts';
import { authenticationPath } from './flow-query.ts';

export interface ConfigForm {
  readonly alias: string;
  /** In the order of the provider's properties; their names may have dots in them, which a form would take for a way into an object. */
  readonly values: ConfigValue[];
}

export const configPath = (realm: string, id: string): string => authenticationPath(realm, `/config/${encodeURIComponent(id)}`);

/** What can be set of a step, and what is. */
export const configQuery = (api: Api, realm: string, step: Step) =>
  queryOptions({
    queryKey: ['flows', realm, 'config', step.providerId, step.authenticationConfig ?? null],
    queryFn: async () => {
      const [description, config] = await Promise.all([
        api.get<ConfigDescription>(authenticationPath(realm, `/config-description/${encodeURIComponent(step.providerId ?? '')}`)),
        step.authenticationConfig === undefined ? null : api.get<StepConfig>(configPath(realm, step.authenticationConfig)),
      ]);
      return { description, config };
    },
  });
