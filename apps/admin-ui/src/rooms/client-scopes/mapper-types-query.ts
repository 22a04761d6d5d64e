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
  const described = (protocolMapperTypes['openid-connect'] ?? []).map((type) => ({ ...type, properties: type.properties.map(inWords) }));
  const named = Object.keys(providers['protocol-mapper']?.providers ?? {})
    .filter((id) => id.startsWith('oidc-') && !described.some((type) => type.id === id))
    .map((id) => ({ id, name: id, helpText: '', properties: [] }));
  return [...described, ...named].sort((a, b) => a.name.localeCompare(b.name));
}

const KEY = /^[\w.]+\.(label|tooltip|help)$/;

/** Keycloak's descriptions name texts of its own console in places; here the name itself is read out, and an explanation is left away. */
function inWords(property: ConfigProperty): ConfigProperty {
  const { label, helpText } = property;
  return { ...property, label: KEY.test(label) ? read(label) : label, helpText: KEY.test(helpText) ? '' : helpText };
}

/** `tokenClaimName.label` as "Token claim name". */
function read(key: string): string {
  const words = key
    .replace(/\.label$/, '')
    .replaceAll('.', ' ')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
