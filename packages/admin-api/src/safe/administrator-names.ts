import type { Directory } from '@anteroom/core';

/** Names of administrators by realm and id, each asked for once; null for who is gone. */
export function createAdministratorNames({ users }: Pick<Directory, 'users'>) {
  const known = new Map<string, Promise<string | null>>();
  return (realmId: string, userId: string): Promise<string | null> => {
    const key = `${realmId}/${userId}`;
    const asked = known.get(key) ?? users.get(realmId, userId).then((user) => user?.username ?? null);
    known.set(key, asked);
    return asked;
  };
}
