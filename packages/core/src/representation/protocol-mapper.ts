import type { ProtocolMapper } from '../directory/client-scope.ts';
import { type Representation, readFlag, readText, readTextMap } from './read.ts';

export function toProtocolMapperRepresentation(mapper: ProtocolMapper): Record<string, unknown> {
  return {
    id: mapper.id,
    name: mapper.name,
    protocol: mapper.protocol,
    protocolMapper: mapper.protocolMapper,
    consentRequired: mapper.consentRequired ?? false,
    config: { ...mapper.config },
  };
}

/**
 * As the mapper endpoints answer: a mapper made before userinfo and introspection had switches of their own follows
 * its ID token and access token switches.
 */
export function toEffectiveProtocolMapperRepresentation(mapper: ProtocolMapper): Record<string, unknown> {
  const config: Record<string, string> = { ...mapper.config };
  for (const [own, older] of [
    ['userinfo.token.claim', 'id.token.claim'],
    ['introspection.token.claim', 'access.token.claim'],
  ] as const) {
    const value = config[older];
    if (config[own] === undefined && value !== undefined) config[own] = value;
  }
  return { ...toProtocolMapperRepresentation(mapper), config };
}

/** `id` is used when the representation has none. An absent key keeps the value of `base`. */
export function fromProtocolMapperRepresentation(representation: Representation, id: string, base?: ProtocolMapper): ProtocolMapper {
  return {
    id: base?.id ?? readText(representation, 'id') ?? id,
    name: readText(representation, 'name') ?? base?.name ?? '',
    protocol: readText(representation, 'protocol') ?? base?.protocol ?? 'openid-connect',
    protocolMapper: readText(representation, 'protocolMapper') ?? base?.protocolMapper ?? '',
    consentRequired: readFlag(representation, 'consentRequired') ?? base?.consentRequired ?? false,
    config: readTextMap(representation, 'config') ?? base?.config ?? {},
  };
}
