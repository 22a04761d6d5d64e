import {
  type Change,
  fromProtocolMapperRepresentation,
  type ProtocolMapper,
  toEffectiveProtocolMapperRepresentation,
} from '@anteroom/core';
import { created, noContent, ok } from '../http/answer.ts';
import { creates, does, gives, givesList } from '../http/answers.ts';
import { notFound, refused } from '../http/failure.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { type Body, body, representation } from '../schemas/representations.ts';
import { KNOWN_MAPPERS } from './known-mappers.ts';

/** A client or a client scope, as the owner of mappers. */
export interface MapperOwner {
  readonly path: string;
  readonly mappers: readonly ProtocolMapper[];
  put(mappers: readonly ProtocolMapper[]): Change;
}

export interface MapperOwnerKind {
  /** `/clients/:client` */
  readonly prefix: string;
  find(call: Pick<Call<unknown>, 'realm' | 'params'>): Promise<MapperOwner>;
}

export function mapperRoutes(parts: Parts, kind: MapperOwnerKind): readonly Route[] {
  const { writes, ids, urls } = parts;
  const models = `${kind.prefix}/protocol-mappers/models`;

  const fresh = (given: Body, others: readonly ProtocolMapper[]): ProtocolMapper => {
    const { id: _, ...rest } = given;
    const mapper = fromProtocolMapperRepresentation(rest, ids.uuid());
    if (!KNOWN_MAPPERS.has(mapper.protocolMapper)) throw notFound('ProtocolMapper provider not found');
    if (others.some((other) => other.name === mapper.name && other.protocol === mapper.protocol)) {
      throw refused(409, 'Protocol mapper exists with same name');
    }
    return mapper;
  };

  const find = (owner: MapperOwner, id: string | undefined): ProtocolMapper => {
    const mapper = owner.mappers.find((candidate) => candidate.id === id);
    if (mapper === undefined) throw notFound('Model not found');
    return mapper;
  };

  const write = (
    call: Call<unknown>,
    owner: MapperOwner,
    mappers: readonly ProtocolMapper[],
    operation: 'CREATE' | 'UPDATE' | 'DELETE',
    path: string,
  ) =>
    writes.commit(call, [owner.put(mappers)], {
      operation,
      resource: 'PROTOCOL_MAPPER',
      path: `${owner.path}/${path}`,
      representation: call.body,
    });

  return [
    route({
      method: 'GET',
      path: models,
      summary: 'Protocol mappers',
      permission: may.viewClients,
      answers: givesList(representation.protocolMapper),
      async handler(call) {
        return ok((await kind.find(call)).mappers.map(toEffectiveProtocolMapperRepresentation));
      },
    }),
    route({
      method: 'POST',
      path: models,
      summary: 'Create a protocol mapper',
      permission: may.manageClients,
      answers: creates,
      request: body.protocolMapper,
      async handler(call) {
        const owner = await kind.find(call);
        const mapper = fresh(call.body, owner.mappers);
        await write(call, owner, [...owner.mappers, mapper], 'CREATE', `protocol-mappers/models/${mapper.id}`);
        return created(
          `${urls.base}/admin/realms/${encodeURIComponent(call.realm.name)}/${owner.path}/protocol-mappers/models/${mapper.id}`,
        );
      },
    }),
    route({
      method: 'POST',
      path: `${kind.prefix}/protocol-mappers/add-models`,
      summary: 'Create several protocol mappers',
      permission: may.manageClients,
      answers: does,
      request: body.protocolMappers,
      async handler(call) {
        const owner = await kind.find(call);
        const mappers = [...owner.mappers];
        for (const given of call.body) mappers.push(fresh(given, mappers));
        await write(call, owner, mappers, 'CREATE', 'protocol-mappers/add-models');
        return noContent();
      },
    }),
    route({
      method: 'GET',
      path: `${kind.prefix}/protocol-mappers/protocol/:protocol`,
      summary: 'Protocol mappers of a protocol',
      permission: may.viewClients,
      answers: givesList(representation.protocolMapper),
      async handler(call) {
        const { mappers } = await kind.find(call);
        return ok(mappers.filter((mapper) => mapper.protocol === call.params.protocol).map(toEffectiveProtocolMapperRepresentation));
      },
    }),
    route({
      method: 'GET',
      path: `${models}/:mapper`,
      summary: 'A protocol mapper',
      permission: may.viewClients,
      answers: gives(representation.protocolMapper),
      async handler(call) {
        return ok(toEffectiveProtocolMapperRepresentation(find(await kind.find(call), call.params.mapper)));
      },
    }),
    route({
      method: 'PUT',
      path: `${models}/:mapper`,
      summary: 'Change a protocol mapper',
      permission: may.manageClients,
      answers: does,
      request: body.protocolMapper,
      async handler(call) {
        const owner = await kind.find(call);
        const old = find(owner, call.params.mapper);
        const mapper = fromProtocolMapperRepresentation(call.body, old.id, old);
        if (!KNOWN_MAPPERS.has(mapper.protocolMapper)) throw notFound('ProtocolMapper provider not found');
        const others = owner.mappers.filter((other) => other.id !== old.id);
        if (others.some((other) => other.name === mapper.name && other.protocol === mapper.protocol)) {
          throw refused(409, 'Protocol mapper exists with same name');
        }
        await write(
          call,
          owner,
          owner.mappers.map((other) => (other.id === old.id ? mapper : other)),
          'UPDATE',
          `protocol-mappers/models/${old.id}`,
        );
        return noContent();
      },
    }),
    route({
      method: 'DELETE',
      path: `${models}/:mapper`,
      summary: 'Delete a protocol mapper',
      permission: may.manageClients,
      answers: does,
      async handler(call) {
        const owner = await kind.find(call);
        const old = find(owner, call.params.mapper);
        await write(
          call,
          owner,
          owner.mappers.filter((other) => other.id !== old.id),
          'DELETE',
          `protocol-mappers/models/${old.id}`,
        );
        return noContent();
      },
    }),
  ];
}
