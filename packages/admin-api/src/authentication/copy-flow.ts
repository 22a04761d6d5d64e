import type { AuthenticatorConfig, Change, Flow, IdSource, RealmSnapshot } from '@anteroom/core';
import { refused } from '../http/failure.ts';

/** A copy with new ids: sub-flows and configurations are copied with it and get the new name in front of theirs (Keycloak). */
export function planFlowCopy(
  realm: RealmSnapshot,
  source: Flow,
  newName: string,
  ids: IdSource,
): { readonly flow: Flow; readonly changes: readonly Change[] } {
  const changes: Change[] = [];
  const copy = (flow: Flow, alias: string): Flow => {
    if (realm.flowByAlias(alias) !== null) throw refused(409, 'New flow alias name already exists');
    const executions = flow.executions.map((execution) => {
      const sub = execution.flowId === null ? null : realm.flow(execution.flowId);
      const config = execution.configId === null ? null : realm.authenticatorConfig(execution.configId);
      const copiedConfig = config === null ? null : copyConfig(config);
      const copiedFlow = sub === null ? null : copy(sub, `${newName} ${sub.alias}`);
      return { ...execution, id: ids.uuid(), flowId: copiedFlow?.id ?? null, configId: copiedConfig?.id ?? null };
    });
    const copied: Flow = { ...flow, id: ids.uuid(), alias, builtIn: false, executions };
    changes.push({ kind: 'put-flow', flow: copied });
    return copied;
  };
  const copyConfig = (config: AuthenticatorConfig): AuthenticatorConfig => {
    const copied = { ...config, id: ids.uuid(), alias: `${newName} ${config.alias}` };
    changes.push({ kind: 'put-authenticator-config', config: copied });
    return copied;
  };
  const flow = copy(source, newName);
  return { flow, changes };
}
