import { ROTATED_SECRET, SECRET_COMPONENT_KEYS, SMTP_SECRETS } from '@anteroom/core';
import type { SecretBox } from '../secret-box.ts';

type Json = Readonly<Record<string, unknown>>;

/** A noun as it is stored: the open part as JSON, and its secrets, sealed, or null when it has none. */
export interface StoredDocument {
  readonly document: string;
  readonly sealed: string | null;
}

/** Which fields of a noun are secrets: a path of one or two keys each. */
const SECRETS: Readonly<Record<string, readonly (readonly [string] | readonly [string, string])[]>> = {
  realm: SMTP_SECRETS.map((key) => ['smtpServer', key] as const),
  client: [['secret'], ['attributes', ROTATED_SECRET]],
  component: SECRET_COMPONENT_KEYS.map((key) => ['config', key] as const),
  'identity-provider': [['config', 'clientSecret']],
};

export function sealDocument(box: SecretBox, kind: string, noun: object, context: string): StoredDocument {
  const open: Record<string, unknown> = { ...noun };
  const secrets: [string[], unknown][] = [];
  for (const path of SECRETS[kind] ?? []) {
    const [first, second] = path;
    if (second === undefined) {
      if (open[first] === undefined) continue;
      secrets.push([[first], open[first]]);
      delete open[first];
    } else {
      const inner = open[first] as Json | undefined;
      if (inner?.[second] === undefined) continue;
      secrets.push([[first, second], inner[second]]);
      const { [second]: _, ...rest } = inner;
      open[first] = rest;
    }
  }
  return { document: JSON.stringify(open), sealed: secrets.length === 0 ? null : box.seal(JSON.stringify(secrets), context) };
}

export function openDocument<T>(box: SecretBox, stored: StoredDocument, context: string): T {
  const noun: Record<string, unknown> = JSON.parse(stored.document);
  if (stored.sealed === null) return noun as T;
  for (const [path, value] of JSON.parse(box.open(stored.sealed, context)) as [string[], unknown][]) {
    const [first, second] = path as [string, string?];
    if (second === undefined) noun[first] = value;
    else noun[first] = { ...(noun[first] as Json | undefined), [second]: value };
  }
  return noun as T;
}

/** The place a secret is bound to. */
export function placeOf(realmId: string, table: string, id: string): string {
  return `${realmId}/${table}/${id}`;
}
