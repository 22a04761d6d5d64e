import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../../api/api.ts';
import type { Flow, RegisteredAction, Step, StepProvider } from '../../api/flow-types.ts';
import { ourRest, rest } from '../../ui/paths.ts';

export const authenticationPath = (realm: string, path: string): string => rest(realm, `/authentication${path}`);
/** Steps are read and added by the name of the flow that holds them. */
export const stepsPath = (realm: string, alias: string, path = ''): string =>
  authenticationPath(realm, `/flows/${encodeURIComponent(alias)}/executions${path}`);
export const stepPath = (realm: string, id: string, path = ''): string =>
  authenticationPath(realm, `/executions/${encodeURIComponent(id)}${path}`);

/** The flows of a realm that are no part of another one. */
export const flowsQuery = (api: Api, realm: string) =>
  queryOptions({
    queryKey: ['flows', realm, 'list'],
    queryFn: () => api.get<readonly Flow[]>(authenticationPath(realm, '/flows')),
  });

/** What an evaluation of the flow would drop without a word, or never reach. */
export interface FlowProblem {
  readonly code: string;
  readonly executionId: string;
  readonly message: string;
}

export interface FlowWithSteps {
  readonly flow: Flow;
  readonly steps: readonly Step[];
  readonly problems: readonly FlowProblem[];
}

export const flowQuery = (api: Api, realm: string, id: string) =>
  queryOptions({
    queryKey: ['flows', realm, id],
    queryFn: async (): Promise<FlowWithSteps> => {
      const flow = await api.get<Flow>(authenticationPath(realm, `/flows/${encodeURIComponent(id)}`));
      const [steps, { problems }] = await Promise.all([
        api.get<readonly Step[]>(stepsPath(realm, flow.alias)),
        api.get<Pick<FlowWithSteps, 'problems'>>(ourRest(realm, `/flows/${encodeURIComponent(id)}`)),
      ]);
      return { flow, steps, problems };
    },
  });

const LISTS = { 'form-flow': 'form-action-providers', 'client-flow': 'client-authenticator-providers' } as const;

/** What can be put into a flow of this kind. */
export const providersQuery = (api: Api, realm: string, kind: string) => {
  const list = LISTS[kind as keyof typeof LISTS] ?? 'authenticator-providers';
  return queryOptions({
    queryKey: ['flow-providers', realm, list],
    queryFn: () => api.get<readonly StepProvider[]>(authenticationPath(realm, `/${list}`)),
    staleTime: 60_000,
  });
};

export const registeredActionsQuery = (api: Api, realm: string) =>
  queryOptions({
    queryKey: ['required-actions', realm, 'all'],
    queryFn: () => api.get<readonly RegisteredAction[]>(authenticationPath(realm, '/required-actions')),
  });
