import { type Client, readObject, readText } from '@anteroom/core';
import { noContent } from '../http/answer.ts';
import { does } from '../http/answers.ts';
import { bad, notFound } from '../http/failure.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { body } from '../schemas/representations.ts';
import { createFindClient } from './find-client.ts';

/** Cluster nodes of a client's adapter: host name → when it registered (epoch seconds). Kept for who keeps them; nothing is sent there. */
export function clientNodeRoutes(parts: Parts): readonly Route[] {
  const { realms, writes, clock } = parts;
  const findClient = createFindClient(realms);
  const nodesOf = (client: Client) => (readObject(client, 'registeredNodes') ?? {}) as Readonly<Record<string, number>>;
  const write = async (
    call: Call<unknown>,
    client: Client,
    registeredNodes: Readonly<Record<string, number>>,
    operation: 'CREATE' | 'DELETE',
    node: string,
  ) => {
    await writes.commit(call, [{ kind: 'put-client', client: { ...client, registeredNodes } }], {
      operation,
      resource: 'CLUSTER_NODE',
      path: `clients/${client.id}/nodes/${node}`,
    });
    return noContent();
  };
  return [
    route({
      method: 'POST',
      path: '/clients/:client/nodes',
      summary: 'Register a node of a client',
      permission: may.manageClients,
      answers: does,
      request: body.texts,
      async handler(call) {
        const client = await findClient(call);
        const node = readText(call.body, 'node') ?? '';
        if (node === '') throw bad('Node not found in params');
        if (!/^[\w.-]{1,255}$/.test(node)) throw bad('Node name is not a host name');
        return write(call, client, { ...nodesOf(client), [node]: Math.floor(clock.now().getTime() / 1000) }, 'CREATE', node);
      },
    }),
    route({
      method: 'DELETE',
      path: '/clients/:client/nodes/:node',
      summary: 'Forget a node of a client',
      permission: may.manageClients,
      answers: does,
      async handler(call) {
        const client = await findClient(call);
        const node = call.params.node ?? '';
        const { [node]: gone, ...left } = nodesOf(client);
        if (gone === undefined) throw notFound('Client does not have node ');
        return write(call, client, left, 'DELETE', node);
      },
    }),
  ];
}
