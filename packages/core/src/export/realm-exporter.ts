import type { Directory } from '../directory/directory.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { Representation } from '../representation/read.ts';
import { toRealmExport, toUserExport } from '../representation/realm-export.ts';

export interface RealmExporter {
  /** Everything of a realm but its users, secrets and keys included. */
  realm(realm: RealmSnapshot): Promise<Representation>;
  /** All users in pages, in order of user name, service accounts too. Who is made or deleted meanwhile may or may not be among them. */
  users(realm: RealmSnapshot): AsyncIterable<readonly Representation[]>;
}

/** Large enough that a page costs little more than its rows, small enough to be nothing in memory. */
const PAGE = 250;

/** The whole of a realm in the format that Keycloak imports. */
export function createRealmExporter({ directory }: { readonly directory: Pick<Directory, 'clients' | 'archive'> }): RealmExporter {
  return {
    async realm(realm) {
      return toRealmExport(realm, { clients: await directory.clients.search(realm.id, {}), maskSecrets: false });
    },
    async *users(realm) {
      for (let after: string | null = null; ; ) {
        const page = await directory.archive.page(realm.id, { after, limit: PAGE });
        if (page.length > 0) yield page.map((user) => toUserExport(realm, user));
        if (page.length < PAGE) return;
        after = page.at(-1)?.user.username ?? null;
      }
    },
  };
}
