import type { AdminClient } from './admin.ts';

interface ListedExecution {
  readonly id: string;
  readonly providerId?: string;
  readonly displayName: string;
  readonly requirement: string;
}

/** Gives steps of a flow other requirements, by provider id or by name of a sub-flow. */
export async function setRequirements(
  admin: AdminClient,
  realm: string,
  flow: string,
  wanted: Readonly<Record<string, string>>,
): Promise<void> {
  const path = `/${realm}/authentication/flows/${encodeURIComponent(flow)}/executions`;
  for (const execution of (await admin.must('GET', path)).json as ListedExecution[]) {
    const requirement = wanted[execution.providerId ?? ''] ?? wanted[execution.displayName];
    if (requirement !== undefined) await admin.must('PUT', path, { ...execution, requirement });
  }
}

/** A person with these required actions, and a password of their own. */
export async function setRequiredActions(
  admin: AdminClient,
  realm: string,
  username: string,
  requiredActions: readonly string[],
): Promise<void> {
  const user = await admin.findUser(realm, username);
  await admin.must('PUT', `/${realm}/users/${user.id}`, { requiredActions });
}

/** A copy of a flow with one more step in one of its sub-flows. */
export async function copyFlow(
  admin: AdminClient,
  realm: string,
  flow: string,
  newName: string,
  { add, below }: { readonly add: string; readonly below: string },
): Promise<void> {
  const flows = `/${realm}/authentication/flows`;
  await admin.must('POST', `${flows}/${encodeURIComponent(flow)}/copy`, { newName });
  await admin.must('POST', `${flows}/${encodeURIComponent(below)}/executions/execution`, { provider: add });
}
