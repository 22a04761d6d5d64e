import type { ActionLink, ActionLinkStore } from '@anteroom/core';
import type { Knex } from 'knex';
import { paged, sweepOf, toDate, toMillis } from './queries.ts';

interface LinkRow {
  readonly id: string;
  readonly user_id: string;
  readonly kind: ActionLink['kind'];
  readonly actions: string;
  readonly email: string;
  readonly credential_version: number;
  readonly client_id: string;
  readonly redirect_uri: string | null;
  readonly locale: string | null;
  readonly created_at: number | string;
  readonly expires_at: number | string;
  readonly state: ActionLink['state'];
  readonly replaced_by: string | null;
  readonly done: string;
  readonly opened_at: number | string | null;
  readonly used_at: number | string | null;
  readonly details: string | null;
}

export function createSqlLinks({ db }: { readonly db: Knex }): ActionLinkStore {
  return {
    async get(realmId, id) {
      const row: LinkRow | undefined = await db('action_link').first('*').where({ realm_id: realmId, id });
      return row === undefined ? null : toLink(row);
    },
    async search(realmId, query) {
      const select = db('action_link')
        .select('*')
        .where({ realm_id: realmId })
        .orderBy([{ column: 'created_at', order: 'desc' }, 'id']);
      if (query.userId !== undefined) select.where({ user_id: query.userId });
      if (query.kind !== undefined) select.where({ kind: query.kind });
      if (query.state !== undefined) select.where({ state: query.state });
      if (query.expired !== undefined) select.where('expires_at', query.expired.is ? '<=' : '>', query.expired.at.getTime());
      const rows: LinkRow[] = await paged(select, query);
      return rows.map(toLink);
    },
    // What expired was made earlier still: that is what there is an index for.
    sweep: (realmId, before) =>
      sweepOf(db, 'action_link', realmId, (old) => {
        old.where('created_at', '<', before.getTime()).where('expires_at', '<', before.getTime());
      }),
  };
}

function toLink(row: LinkRow): ActionLink {
  return {
    id: row.id,
    userId: row.user_id,
    kind: row.kind,
    actions: JSON.parse(row.actions),
    email: row.email,
    credentialVersion: Number(row.credential_version),
    clientId: row.client_id,
    redirectUri: row.redirect_uri,
    locale: row.locale,
    createdAt: new Date(Number(row.created_at)),
    expiresAt: new Date(Number(row.expires_at)),
    state: row.state,
    replacedBy: row.replaced_by,
    done: JSON.parse(row.done),
    openedAt: toDate(row.opened_at),
    usedAt: toDate(row.used_at),
    details: row.details === null ? {} : JSON.parse(row.details),
  };
}

export function toLinkColumns(realmId: string, link: ActionLink): Record<string, unknown> {
  return {
    realm_id: realmId,
    id: link.id,
    user_id: link.userId,
    kind: link.kind,
    actions: JSON.stringify(link.actions),
    email: link.email.toLowerCase(),
    credential_version: link.credentialVersion,
    client_id: link.clientId,
    redirect_uri: link.redirectUri,
    locale: link.locale,
    created_at: link.createdAt.getTime(),
    expires_at: link.expiresAt.getTime(),
    state: link.state,
    replaced_by: link.replacedBy,
    done: JSON.stringify(link.done),
    opened_at: toMillis(link.openedAt),
    used_at: toMillis(link.usedAt),
    details: JSON.stringify(link.details),
  };
}
