import type { Client } from '@anteroom/core';
import { ok } from '../http/answer.ts';
import { gives } from '../http/answers.ts';
import { bad } from '../http/failure.ts';
import { type Call, type Route, route } from '../http/route.ts';
import type { Parts } from '../parts.ts';
import { may } from '../permissions/permission.ts';
import { answered } from '../schemas/answered.ts';
import { certificateOf, privateKeyName, readUploadedKey, withKeys } from './client-certificate.ts';
import { createFindClient } from './find-client.ts';

/** The key with which a client signs its assertions (`jwt.credential`) or its SAML messages, in attributes of the client. */
export function clientCertificateRoutes(parts: Parts): readonly Route[] {
  const { realms, writes, keyPairs } = parts;
  const findClient = createFindClient(realms);
  const prefix = '/clients/:client/certificates/:attr';

  const attributeOf = (call: Pick<Call<unknown>, 'params'>): string => {
    const attribute = call.params.attr ?? '';
    if (!/^[\w.-]{1,64}$/.test(attribute)) throw bad('invalid_request', 'Not the name of a key');
    return attribute;
  };
  const write = (call: Call<unknown>, client: Client, path: string) =>
    writes.commit(call, [{ kind: 'put-client', client }], {
      operation: 'ACTION',
      resource: 'CLIENT',
      path: `clients/${client.id}/certificates/${call.params.attr}/${path}`,
    });

  const upload = (path: 'upload' | 'upload-certificate') =>
    route<FormData>({
      method: 'POST',
      path: `${prefix}/${path}`,
      summary: 'Replace or fetch key and certificate of a client',
      permission: may.manageClients,
      answers: gives(answered.certificate),
      consumes: 'form-data',
      async handler(call) {
        const attribute = attributeOf(call);
        const client = await findClient(call);
        const key = await readUploadedKey(call.body);
        const updated = withKeys(client, attribute, key);
        await write(call, updated, path);
        return ok(certificateOf(updated, attribute, true));
      },
    });

  return [
    route({
      method: 'GET',
      path: prefix,
      summary: 'Certificate of a client',
      permission: may.viewClients,
      answers: gives(answered.certificate),
      async handler(call) {
        return ok(certificateOf(await findClient(call), attributeOf(call), call.admin.may(may.manageClients)));
      },
    }),
    route({
      method: 'POST',
      path: `${prefix}/generate`,
      summary: 'Make a new key pair for a client',
      permission: may.manageClients,
      answers: gives(answered.certificate),
      async handler(call) {
        const attribute = attributeOf(call);
        const client = await findClient(call);
        const pair = await keyPairs.generate(client.clientId);
        const cleared = withKeys(client, attribute, { certificate: pair.certificate });
        const updated: Client = {
          ...cleared,
          attributes: { ...cleared.attributes, [privateKeyName(attribute)]: pair.privateKey },
        };
        await write(call, updated, 'generate');
        return ok(certificateOf(updated, attribute, true));
      },
    }),
    upload('upload'),
    upload('upload-certificate'),
  ];
}
