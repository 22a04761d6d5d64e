import type { IdSource } from '../clock.ts';
import type { ProtocolMapper } from '../directory/client-scope.ts';
import { AnteroomError } from '../errors.ts';
import { fromProtocolMapperRepresentation } from './protocol-mapper.ts';
import { type Representation, readObjects } from './read.ts';

/** Keycloak: mappers that come with a client are written with their switch for userinfo, which follows the one for ID tokens. */
export function withUserinfoSwitch(mapper: ProtocolMapper): ProtocolMapper {
  const inIdToken = mapper.config['id.token.claim'];
  if (inIdToken === undefined || mapper.config['userinfo.token.claim'] !== undefined) return mapper;
  return { ...mapper, config: { ...mapper.config, 'userinfo.token.claim': inIdToken } };
}

export function newClientMappers(representation: Representation, ids: IdSource): readonly ProtocolMapper[] {
  const given = readObjects(representation, 'protocolMappers') ?? [];
  return given.map((one) => withUserinfoSwitch(fromProtocolMapperRepresentation(one, ids.uuid())));
}

/**
 * The mappers of a client after an update: an absent list keeps them; a list replaces them, where one of the same protocol and name keeps
 * its id, whatever id is given. `invalid_input` (with Keycloak's public text) for a name given twice and for a new one with an id in use.
 */
export function updatedClientMappers(
  representation: Representation,
  existing: readonly ProtocolMapper[],
  ids: IdSource,
): readonly ProtocolMapper[] {
  const given = readObjects(representation, 'protocolMappers');
  if (given === undefined) return existing;
  const named = new Map(existing.map((mapper) => [key(mapper), mapper]));
  const used = new Set(existing.map(({ id }) => id));
  const result = new Map<string, ProtocolMapper>();
  for (const one of given) {
    const drafted = fromProtocolMapperRepresentation(one, ids.uuid());
    const before = named.get(key(drafted));
    if (result.has(key(drafted))) throw refused(drafted, 'Protocol mapper name must be unique per protocol');
    if (before === undefined && used.has(drafted.id)) throw refused(drafted, 'Duplicate resource error');
    result.set(key(drafted), { ...drafted, id: before?.id ?? drafted.id });
    used.add(drafted.id);
  }
  return [...result.values()];
}

const key = ({ protocol, name }: ProtocolMapper) => `${protocol}:${name}`;

function refused({ name }: ProtocolMapper, why: string): AnteroomError {
  const text = `Cannot add protocol mapper '${name}'. ${why}`;
  return new AnteroomError('invalid_input', text, { publicText: text });
}
