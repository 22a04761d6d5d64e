import { AnteroomError, type Change, type Clock } from '@anteroom/core';
import type { Knex } from 'knex';
import type { Dialect } from '../dialect.ts';
import type { SecretBox } from '../secret-box.ts';
import { applyConfiguration, isConfiguration } from './apply-configuration.ts';
import { applyCredential, isCredentialChange } from './apply-credential.ts';
import { applyLink, isLinkChange } from './apply-link.ts';
import { applyLog } from './apply-log.ts';
import { applySetting } from './apply-setting.ts';
import { applyUser, isUserChange } from './apply-user.ts';
import { applyImport, isImportChange } from './import-runs.ts';
import { lockLinkOwners } from './lock-owners.ts';
import { guardingAdministrators } from './safe/guard-administrators.ts';
import { recordingHistory } from './safe/record-history.ts';
import { applyRestore, isRestoreChange } from './safe/restore-members.ts';
import type { Unit } from './unit.ts';
import { applyWebhook, isWebhookChange } from './webhooks/apply-webhook.ts';

/**
 * One unit of work inside a transaction (or a savepoint of one): every step in order, or an error and nothing. The caller rolls back
 * when this throws.
 */
export async function applyUnit(
  trx: Knex.Transaction,
  realmId: string,
  changes: readonly Change[],
  dependencies: { readonly dialect: Dialect; readonly secretBox: SecretBox; readonly clock: Clock },
): Promise<void> {
  const keep = changes.find((change) => change.kind === 'keep-deleted') ?? null;
  const unit: Unit = { trx, realmId, keep, ...dependencies };
  if (changes.some(isConfiguration)) await raiseVersion(unit, changes);
  await lockLinkOwners(unit, changes);
  await guardingAdministrators(unit, changes, () =>
    recordingHistory(unit, changes, async () => {
      for (const change of changes) await applyChange(unit, change);
    }),
  );
}

/** The version rises once per unit. The row of a realm that is about to be created does not exist yet. */
async function raiseVersion(unit: Unit, changes: readonly Change[]): Promise<void> {
  const required = changes.find((change) => change.kind === 'require-version')?.version;
  const risen = await unit
    .trx('realm')
    .where({ id: unit.realmId, ...(required === undefined ? {} : { version: required }) })
    .increment('version', 1);
  if (risen === 0 && required !== undefined) throw new AnteroomError('conflict', 'the configuration of the realm changed meanwhile');
  if (risen === 0 && changes[0]?.kind !== 'put-realm' && changes[0]?.kind !== 'delete-realm') {
    throw new AnteroomError('not_found', `there is no realm ${unit.realmId}`);
  }
}

function applyChange(unit: Unit, change: Change): Promise<void> {
  if (isConfiguration(change)) return applyConfiguration(unit, change);
  if (isUserChange(change)) return applyUser(unit, change);
  if (isCredentialChange(change)) return applyCredential(unit, change);
  if (isLinkChange(change)) return applyLink(unit, change);
  if (isImportChange(change)) return applyImport(unit, change);
  if (isWebhookChange(change)) return applyWebhook(unit, change);
  if (isRestoreChange(change)) return applyRestore(unit, change);
  // About the unit, not steps of it.
  if (change.kind === 'require-version' || change.kind === 'record-history' || change.kind === 'keep-deleted') return Promise.resolve();
  if (change.kind === 'create-setting') return applySetting(unit, change);
  return applyLog(unit, change);
}
