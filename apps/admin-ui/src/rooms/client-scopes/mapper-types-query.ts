import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../../api/api.ts';
import type { ConfigProperty } from '../../api/property-types.ts';

export interface MapperType {
  readonly id: string;
  readonly name: string;
  readonly helpText: string;
  /** Empty when the server does not describe its settings: they are then entered by their names. */
  readonly properties: readonly ConfigProperty[];
}

interface ServerInfo {
  readonly protocolMapperTypes?: Readonly<Record<string, readonly MapperType[]>>;
  readonly providers?: Readonly<Record<string, { readonly providers: Readonly<Record<string, unknown>> }>>;
}

/** The mappers of OpenID Connect that the server knows, by their names. */
export const mapperTypesQuery = (api: Api) =>
  queryOptions({
    queryKey: ['mapper-types'],
    queryFn: async () => mapperTypesOf(await api.get<ServerInfo>('/serverinfo')),
    staleTime: 300_000,
  });

export function mapperTypesOf({ protocolMapperTypes = {}, providers = {} }: ServerInfo): readonly MapperType[] {
  const described = protocolMapperTypes['openid-connect'] ?? [];
  const named = Object.keys(providers['protocol-mapper']?.providers ?? {})
    .filter((id) => id.startsWith('oidc-') && !described.some((type) => type.id === id))
    .map((id) => ({ id, name: id, helpText: '', properties: [] }));
  return [...described, ...named].sort((a, b) => a.name.localeCompare(b.name));
}
