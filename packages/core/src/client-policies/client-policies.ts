import { z } from 'zod';
import type { Realm } from '../directory/realm.ts';
import globalProfiles from './global-profiles.json' with { type: 'json' };

const configuration = z.record(z.string(), z.unknown()).default({});
const name = z.string().min(1).max(200);

const executorSchema = z.strictObject({ executor: name, configuration });
const conditionSchema = z.strictObject({ condition: name, configuration });

/** Keycloak's client profile: rules for clients, by the ids of its executors. */
const profileSchema = z.strictObject({
  name,
  description: z.string().max(2_000).default(''),
  executors: z.array(executorSchema).default([]),
});

/** Keycloak's client policy: which profiles hold for which clients. */
const policySchema = z.strictObject({
  name,
  description: z.string().max(2_000).default(''),
  enabled: z.boolean().default(false),
  conditions: z.array(conditionSchema).default([]),
  profiles: z.array(name).default([]),
});

export const clientProfilesSchema = z.strictObject({
  profiles: z.array(profileSchema).default([]),
  globalProfiles: z.array(z.unknown()).optional(),
});
export const clientPoliciesSchema = z.strictObject({
  policies: z.array(policySchema).default([]),
  globalPolicies: z.array(z.unknown()).optional(),
});

export type ClientProfile = z.infer<typeof profileSchema>;
export type ClientPolicy = z.infer<typeof policySchema>;
export type PolicyExecutor = z.infer<typeof executorSchema>;
export type PolicyCondition = z.infer<typeof conditionSchema>;

/** Profiles that every realm has, as a new realm of Keycloak 26.7.3 lists them. */
export const GLOBAL_CLIENT_PROFILES: readonly ClientProfile[] = globalProfiles as unknown as readonly ClientProfile[];

/** A realm's own profiles, as they stand in its representation; what cannot be read counts as none. */
export function clientProfilesOf(realm: Realm): readonly ClientProfile[] {
  const parsed = clientProfilesSchema.safeParse(realm.clientProfiles ?? {});
  return parsed.success ? parsed.data.profiles : [];
}

export function clientPoliciesOf(realm: Realm): readonly ClientPolicy[] {
  const parsed = clientPoliciesSchema.safeParse(realm.clientPolicies ?? {});
  return parsed.success ? parsed.data.policies : [];
}
