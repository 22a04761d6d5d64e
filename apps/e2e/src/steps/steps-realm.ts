import type { AdminClient } from '../admin.ts';
import { createDemoRealm, DEMO } from '../demo-realm.ts';

type Requirement = 'REQUIRED' | 'ALTERNATIVE' | 'CONDITIONAL' | 'DISABLED';

/** An execution with its configuration, or a sub-flow with what is in it. */
export type Step =
  | readonly [Requirement, provider: string, config?: Readonly<Record<string, string>>]
  | readonly [Requirement, alias: string, steps: readonly Step[]];

export interface StepsRealm {
  /** By name of a client that has this flow to itself, and its name as secret. */
  readonly browser?: Readonly<Record<string, readonly Step[]>>;
  readonly direct?: Readonly<Record<string, readonly Step[]>>;
  readonly realm?: object;
  readonly users?: readonly object[];
}

export const clientOf = (name: string) => ({ client_id: name, client_secret: name });

export const otpOf = (secret: string, more: Readonly<Record<string, string | number>> = {}) => ({
  type: 'otp',
  userLabel: 'phone',
  secretData: JSON.stringify({ value: secret }),
  credentialData: JSON.stringify({ subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1', ...more }),
});

/** The demo realm with a client for each flow, so that many flows are tried without one standing in another's way. */
export async function createStepsRealm(admin: AdminClient, { browser = {}, direct = {}, realm = {}, users = [] }: StepsRealm) {
  await createDemoRealm(admin, { ...realm, users });
  for (const [binding, flows] of [
    ['browser', browser],
    ['direct_grant', direct],
  ] as const) {
    for (const [name, steps] of Object.entries(flows)) await bindFlow(admin, binding, name, steps);
  }
}

async function bindFlow(admin: AdminClient, binding: 'browser' | 'direct_grant', name: string, steps: readonly Step[]): Promise<void> {
  const alias = `flow of ${name}`;
  const flow = { alias, providerId: 'basic-flow', topLevel: true, builtIn: false };
  const made = await admin.must('POST', `/${DEMO}/authentication/flows`, flow);
  const id = made.headers.get('location')!.split('/').at(-1)!;
  const saved = await admin.at(`${new URL(made.headers.get('location')!).origin}/admin/anteroom/realms/${DEMO}/flows/${id}`, 'PUT', {
    alias,
    executions: executionsOf(alias, steps),
  });
  if (saved.status !== 200) throw new Error(`${alias}: ${saved.status} ${saved.text}`);
  await admin.must('POST', `/${DEMO}/clients`, {
    clientId: name,
    secret: name,
    enabled: true,
    redirectUris: ['http://localhost:9999/*'],
    directAccessGrantsEnabled: true,
    authenticationFlowBindingOverrides: { [binding]: id },
  });
}

function executionsOf(above: string, steps: readonly Step[]): readonly object[] {
  return steps.map(([requirement, name, rest], index) => {
    if (Array.isArray(rest))
      return { requirement, flow: { alias: `${above}: ${name}`, executions: executionsOf(`${above}: ${name}`, rest) } };
    if (rest === undefined) return { requirement, provider: name };
    return { requirement, provider: name, config: { alias: `${above}, ${index} ${name}`, config: rest } };
  });
}
