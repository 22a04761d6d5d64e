import type { IdSource, SettingStore } from '@anteroom/core';

/** Server keys are one list that all nodes share, sealed in the directory; the first signs, all of them verify. */
export async function cookieKeys(settings: SettingStore, ids: IdSource): Promise<readonly string[]> {
  return JSON.parse(await settings.getOrCreate('cookie-keys', JSON.stringify([ids.token(32)]))) as string[];
}
