import type { IdSource } from '../clock.ts';
import type { Client } from '../directory/client.ts';
import { ROTATED_SECRET, withNewSecret } from '../representation/client.ts';
import type { RequestRules } from './executors.ts';

/** Client attributes of Keycloak's secret rotation; times are epoch seconds. */
const CREATED = 'client.secret.creation.time';
const EXPIRES = 'client.secret.expiration.time';
const ROTATED_CREATED = 'client.secret.rotated.creation.time';
const ROTATED_EXPIRES = 'client.secret.rotated.expiration.time';

/** A new secret. With a rotation rule the old one stays good for a while, and the new one has an end. */
export function withNextSecret(client: Client, rotation: RequestRules['secretRotation'], ids: IdSource, now: Date): Client {
  const fresh = withNewSecret(withoutRotatedSecret(client), ids, now);
  if (rotation === null) return fresh;
  const seconds = Math.floor(now.getTime() / 1000);
  const old: Record<string, string> =
    client.secret === undefined
      ? {}
      : {
          [ROTATED_SECRET]: client.secret,
          [ROTATED_CREATED]: client.attributes[CREATED] ?? String(seconds),
          [ROTATED_EXPIRES]: String(seconds + rotation.rotatedExpiresAfter),
        };
  return { ...fresh, attributes: { ...fresh.attributes, [EXPIRES]: String(seconds + rotation.expiresAfter), ...old } };
}

export function withoutRotatedSecret(client: Client): Client {
  const { [ROTATED_SECRET]: _secret, [ROTATED_CREATED]: _created, [ROTATED_EXPIRES]: _expires, ...attributes } = client.attributes;
  return { ...client, attributes };
}

/** The rotated secret while it is good; null when there is none or its time is over. */
export function rotatedSecret({ attributes }: Pick<Client, 'attributes'>, now: Date): string | null {
  const secret = attributes[ROTATED_SECRET];
  const until = Number(attributes[ROTATED_EXPIRES] ?? 0);
  return secret && until * 1000 > now.getTime() ? secret : null;
}

/** Every secret that proves the client at this moment: its own unless that has expired, and the rotated one within its time. */
export function acceptedSecrets(client: Client, now: Date): readonly string[] {
  const until = Number(client.attributes[EXPIRES] ?? 0);
  const expired = until > 0 && until * 1000 <= now.getTime();
  const rotated = rotatedSecret(client, now);
  return [...(client.secret && !expired ? [client.secret] : []), ...(rotated === null ? [] : [rotated])];
}
