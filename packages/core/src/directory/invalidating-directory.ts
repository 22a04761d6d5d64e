import type { Change } from './change.ts';
import type { Directory } from './directory.ts';

const USER_CHANGES = new Set<Change['kind']>([
  'create-user',
  'create-users',
  'update-user',
  'delete-user',
  'grant-roles',
  'revoke-roles',
  'join-group',
  'leave-group',
  'put-credential',
  'delete-credential',
  'replace-credential',
  'raise-credential-version',
  'put-consent',
  'delete-consent',
  'create-link',
  'mark-link-action',
  'spend-link',
  'revoke-link',
  'queue-mail',
  'require-version',
  'record-history',
  'keep-deleted',
  'add-role-members',
  'add-group-members',
  'forget-deleted',
  'put-webhook',
  'delete-webhook',
  'replay-webhook',
  'retry-delivery',
  'begin-import',
  'advance-import',
  'end-import',
  'create-setting',
  'login-event',
  'admin-event',
  'clear-login-events',
  'clear-admin-events',
]);

/**
 * Every commit that touches configuration is seen by the next read of a cache: pass this directory to everybody. A commit resolves when
 * `invalidate` has, so that its answer may wait for other processes.
 */
export function createInvalidatingDirectory(directory: Directory, cache: { invalidate(realmId: string): void | Promise<void> }): Directory {
  return {
    ...directory,
    async commit(realmId, changes) {
      try {
        await directory.commit(realmId, changes);
      } finally {
        // Also after an error: a commit whose answer was lost may have happened.
        if (changes.some((change) => !USER_CHANGES.has(change.kind))) await cache.invalidate(realmId);
        for (const change of changes) if (change.kind === 'delete-realm' && change.id !== undefined) await cache.invalidate(change.id);
      }
    },
  };
}
