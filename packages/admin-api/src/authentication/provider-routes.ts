import { ok } from '../http/answer.ts';
import { gives, givesList } from '../http/answers.ts';
import { type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import type { AuthenticatorProvider, AuthenticatorProviders } from './authenticators.ts';

const listIn = (providers: AuthenticatorProviders, kind: AuthenticatorProvider['kind']) =>
  [...providers]
    .filter(([, provider]) => provider.kind === kind)
    .map(([id, provider]) => ({
      id,
      displayName: provider.displayName,
      description: provider.helpText,
      ...(kind === 'client' ? { supportsSecret: id === 'client-secret' || id === 'client-secret-jwt' } : {}),
    }));

export function providerRoutes({ providers }: Parts): readonly Route[] {
  const listOf = (kind: AuthenticatorProvider['kind']) => listIn(providers, kind);
  const lists = {
    'authenticator-providers': 'authenticator',
    'form-action-providers': 'form-action',
    'form-providers': 'form',
    'client-authenticator-providers': 'client',
  } as const;
  return [
    ...Object.entries(lists).map(([path, kind]) =>
      route({
        method: 'GET',
        path: `/authentication/${path}`,
        summary: 'Providers that executions of this kind can have',
        permission: may.viewRealm,
        answers: givesList(answered.provider),
        handler: async () => ok(listOf(kind)),
      }),
    ),
    route({
      method: 'GET',
      path: '/authentication/per-client-config-description',
      summary: 'What client authenticators can be configured with',
      permission: may.viewClients,
      answers: gives(answered.perClientConfig),
      handler: async () => ok(Object.fromEntries(listOf('client').map(({ id }) => [id, []]))),
    }),
  ];
}
