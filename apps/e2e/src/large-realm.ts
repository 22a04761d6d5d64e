import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LargeRealm {
  readonly realm: string;
  readonly users: number;
  readonly perFile: number;
}

/** A user as a Keycloak exports them: attributes, roles, groups, a password that is hashed already. */
export function largeUser(realm: string, index: number): Readonly<Record<string, unknown>> {
  const number = String(index).padStart(7, '0');
  return {
    id: `00000000-0000-4000-8000-00000${number}`,
    username: `user${number}`,
    email: `user${number}@${realm}.test`,
    emailVerified: true,
    firstName: `First${number}`,
    lastName: `Last${number}`,
    enabled: true,
    createdTimestamp: 1_795_359_822_474,
    attributes: { department: [`d${index % 50}`], employeeNumber: [`E${number}`] },
    credentials: [
      {
        id: `00000000-0000-4000-9000-00000${number}`,
        type: 'password',
        createdDate: 1_795_359_822_510,
        secretData: JSON.stringify({ value: `${number}aGFzaA==`, salt: 'c2FsdHNhbHQ=', additionalParameters: {} }),
        credentialData: JSON.stringify({ hashIterations: 5, algorithm: 'argon2', additionalParameters: { type: ['id'] } }),
      },
    ],
    requiredActions: [],
    realmRoles: [`default-roles-${realm}`],
    notBefore: 0,
    groups: [`/Staff/Team ${index % 20}`],
  };
}

/** Writes such an export into a folder, users in files of their own, never more than one file's in memory. */
export function writeLargeRealm(folder: string, { realm, users, perFile }: LargeRealm): void {
  mkdirSync(folder, { recursive: true });
  const teams = Array.from({ length: 20 }, (_, index) => ({ name: `Team ${index}` }));
  writeFileSync(
    join(folder, `${realm}-realm.json`),
    JSON.stringify({ realm, enabled: true, bruteForceProtected: true, groups: [{ name: 'Staff', subGroups: teams }] }),
  );
  for (let from = 0; from < users; from += perFile) {
    const file = join(folder, `${realm}-users-${from / perFile}.json`);
    writeFileSync(file, `{ "realm" : "${realm}", "users" : [ `);
    const size = Math.min(perFile, users - from);
    for (let at = 0; at < size; at += 1000) {
      const lines = Array.from({ length: Math.min(1000, size - at) }, (_, index) => JSON.stringify(largeUser(realm, from + at + index)));
      appendFileSync(file, `${at === 0 ? '' : ', '}${lines.join(', ')}`);
    }
    appendFileSync(file, ' ] }');
  }
}
