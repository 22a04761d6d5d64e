import type { IdSource } from '../clock.ts';
import type { ClientScope } from '../directory/client-scope.ts';
import { fromProtocolMapperRepresentation, toProtocolMapperRepresentation } from './protocol-mapper.ts';
import { type Representation, readObjects, readText, readTextMap } from './read.ts';

/** `protocolMappers` is absent when there are none. */
export function toClientScopeRepresentation(scope: ClientScope): Record<string, unknown> {
  return {
    id: scope.id,
    name: scope.name,
    ...(scope.description === undefined ? {} : { description: scope.description }),
    protocol: scope.protocol,
    attributes: { ...scope.attributes },
    ...(scope.protocolMappers.length === 0 ? {} : { protocolMappers: scope.protocolMappers.map(toProtocolMapperRepresentation) }),
  };
}

/** An absent key keeps the value of `base`; mappers and scope mappings are not touched by an update. */
export function fromClientScopeRepresentation(representation: Representation, ids: IdSource, base?: ClientScope): ClientScope {
  const description = readText(representation, 'description') ?? base?.description;
  return {
    id: base?.id ?? readText(representation, 'id') ?? ids.uuid(),
    name: readText(representation, 'name') ?? base?.name ?? '',
    ...(description === undefined ? {} : { description }),
    protocol: readText(representation, 'protocol') ?? base?.protocol ?? 'openid-connect',
    attributes: { ...base?.attributes, ...readTextMap(representation, 'attributes') },
    protocolMappers:
      base?.protocolMappers ??
      (readObjects(representation, 'protocolMappers') ?? []).map((mapper) => fromProtocolMapperRepresentation(mapper, ids.uuid())),
    scopeMappings: base?.scopeMappings ?? [],
  };
}
