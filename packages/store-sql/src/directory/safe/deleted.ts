import type { DeletedContent, DeletedKind, DeletedStore, DeletedThing } from '@anteroom/core';
import type { Knex } from 'knex';
import type { SecretBox } from '../../secret-box.ts';
import { likePattern, paged } from '../queries.ts';
import { placeOf } from '../sealed-parts.ts';

interface DeletedRow {
  readonly kind: DeletedKind;
  readonly id: string;
  readonly name: string;
  readonly deleted_at: number | string;
  readonly kept_until: number | string;
  readonly by_realm_id: string;
  readonly by_user_id: string;
  readonly sealed: string;
}

const COLUMNS = ['kind', 'id', 'name', 'deleted_at', 'kept_until', 'by_realm_id', 'by_user_id'];
const SWEPT = 200;

export function createSqlDeleted({ db, secretBox }: { readonly db: Knex; readonly secretBox: SecretBox }): DeletedStore {
  return {
    async get(realmId, kind, id) {
      const row: DeletedRow | undefined = await db('deleted_thing').first('*').where({ realm_id: realmId, kind, id });
      if (row === undefined) return null;
      const content: DeletedContent = JSON.parse(secretBox.open(row.sealed, placeOf(realmId, `deleted-${kind}`, id)));
      return { ...toDeleted(row), content: withDates(content) };
    },
    async search(realmId, query) {
      const select = db('deleted_thing')
        .select(COLUMNS)
        .where({ realm_id: realmId })
        .where('kept_until', '>', query.at.getTime())
        .orderBy([{ column: 'deleted_at', order: 'desc' }, 'kind', 'id']);
      if (query.kind !== undefined) select.where({ kind: query.kind });
      if (query.search !== undefined) select.whereRaw("lower(name) like ? escape '!'", [likePattern(query.search, 'infix')]);
      const rows: DeletedRow[] = await paged(select, query);
      return rows.map(toDeleted);
    },
    async sweep(at) {
      const over: { realm_id: string; kind: string; id: string }[] = await db('deleted_thing')
        .select('realm_id', 'kind', 'id')
        .where('kept_until', '<=', at.getTime())
        .limit(SWEPT);
      for (const key of over) await db('deleted_thing').where(key).where('kept_until', '<=', at.getTime()).delete();
      return over.length;
    },
  };
}

function toDeleted(row: DeletedRow): DeletedThing {
  return {
    kind: row.kind,
    id: row.id,
    name: row.name,
    deletedAt: new Date(Number(row.deleted_at)),
    until: new Date(Number(row.kept_until)),
    byRealmId: row.by_realm_id,
    byUserId: row.by_user_id,
  };
}

/** Users are the only nouns with dates. */
function withDates(content: DeletedContent): DeletedContent {
  if (content.kind === 'user') return { ...content, user: revived(content.user) };
  if (content.kind === 'client' && content.account !== null) return { ...content, account: revived(content.account) };
  return content;
}

function revived({ user, credentials, consents }: Extract<DeletedContent, { kind: 'user' }>['user']) {
  return {
    user: {
      ...user,
      createdAt: new Date(user.createdAt),
      sessionsNotBefore: user.sessionsNotBefore === null ? null : new Date(user.sessionsNotBefore),
    },
    credentials: credentials.map((credential) => ({ ...credential, createdAt: new Date(credential.createdAt) })),
    consents: consents.map((consent) => ({
      ...consent,
      createdAt: new Date(consent.createdAt),
      updatedAt: new Date(consent.updatedAt),
    })),
  };
}
