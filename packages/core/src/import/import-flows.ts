import type { AuthenticatorConfig, Execution, Flow, Requirement } from '../directory/flow.ts';
import { AnteroomError } from '../errors.ts';
import { problemsOfLevel } from '../flow/flow-problems.ts';
import { fromAuthenticatorConfigRepresentation, fromFlowRepresentation } from '../representation/flow.ts';
import { type Representation, readFlag, readNumber, readObjects, readText } from '../representation/read.ts';
import type { ImportContext, NamingContext } from './context.ts';

type NamedPlace = Pick<NamingContext, 'names' | 'report' | 'ids'>;

export function importAuthenticatorConfigs(context: ImportContext): readonly AuthenticatorConfig[] {
  return (readObjects(context.document, 'authenticatorConfig') ?? []).map((representation) => {
    const config = fromAuthenticatorConfigRepresentation(representation, context.ids.uuid());
    context.names.add('config', config.alias, config.id);
    return config;
  });
}

/** Needs the configurations' names. Flows are linked by alias, so all of them are named before the first is read. */
export function importFlows(context: ImportContext): readonly Flow[] {
  const flows = (readObjects(context.document, 'authenticationFlows') ?? []).map((representation) => ({
    representation,
    flow: fromFlowRepresentation(representation, context.ids.uuid()),
  }));
  for (const { flow } of flows) {
    if (context.names.flow(flow.alias) !== null) throw new AnteroomError('invalid_input', `the flow alias "${flow.alias}" occurs twice`);
    context.names.add('flow', flow.alias, flow.id);
  }
  return flows.map(({ representation, flow }) => ({
    ...flow,
    executions: (readObjects(representation, 'authenticationExecutions') ?? []).map((execution) => toExecution(context, flow, execution)),
  }));
}

export function toExecution(context: NamedPlace, flow: Flow, representation: Representation): Execution {
  const flowAlias = readText(representation, 'flowAlias');
  const flowId = flowAlias === undefined ? null : context.names.flow(flowAlias);
  if (flowAlias !== undefined && flowId === null)
    throw new AnteroomError('invalid_input', `flow "${flow.alias}" contains the flow "${flowAlias}", which is not in the document`);
  const configAlias = readText(representation, 'authenticatorConfig');
  const configId = configAlias === undefined ? null : context.names.config(configAlias);
  const authenticator = readText(representation, 'authenticator') ?? null;
  if (configAlias !== undefined && configId === null) {
    context.report.warn(
      `authenticationFlows[${flow.alias}]`,
      `"${authenticator ?? flowAlias}" lost its configuration: "${configAlias}" is not in the document`,
    );
  }
  return {
    id: readText(representation, 'id') ?? context.ids.uuid(),
    requirement: toRequirement(context, flow, readText(representation, 'requirement') ?? 'DISABLED'),
    priority: readNumber(representation, 'priority') ?? 0,
    authenticator,
    flowId,
    configId,
    userSetupAllowed: readFlag(representation, 'userSetupAllowed') ?? false,
  };
}

function toRequirement(context: NamedPlace, flow: Flow, text: string): Requirement {
  switch (text) {
    case 'REQUIRED':
    case 'ALTERNATIVE':
    case 'CONDITIONAL':
    case 'DISABLED':
      return text;
    default:
      // OPTIONAL went away with Keycloak 8. A step that nobody can evaluate must not be skipped in silence: the login is refused.
      context.report.warn(`authenticationFlows[${flow.alias}]`, `the requirement ${text} does not exist any more and became REQUIRED`);
      return 'REQUIRED';
  }
}

/** What the evaluation drops in silence is kept as it is, and said (Keycloak's own log has a line of it at each login). */
export function reportFlowProblems({ report }: ImportContext, flows: readonly Flow[]): void {
  for (const flow of flows) {
    const problems = problemsOfLevel(flow, (id) => flows.find((other) => other.id === id) ?? null);
    for (const { message } of problems) report.warn(`authenticationFlows[${flow.alias}]`, message);
  }
}

/**
 * Reports every enabled execution that this server does not have, in flows that can be reached (settled 28): it is never skipped, an
 * ALTERNATIVE one counts as attempted, a REQUIRED one refuses the login.
 */
export function reportUnknownAuthenticators(
  context: ImportContext,
  flows: readonly Flow[],
  bound: readonly string[],
  known: ReadonlySet<string>,
): void {
  const byId = new Map(flows.map((flow) => [flow.id, flow]));
  const seen = new Set<string>();
  const visit = (id: string): void => {
    const flow = byId.get(id);
    if (flow === undefined || seen.has(id)) return;
    seen.add(id);
    for (const execution of flow.executions) {
      if (execution.requirement === 'DISABLED') continue;
      if (execution.flowId !== null) visit(execution.flowId);
      if (execution.authenticator === null || known.has(execution.authenticator)) continue;
      const path = `authenticationFlows[${flow.alias}].${execution.authenticator}`;
      if (execution.requirement === 'ALTERNATIVE') context.report.info(path, 'is not available here and counts as attempted');
      else context.report.warn(path, 'is not available here: a login that comes to it is refused');
    }
  };
  for (const id of bound) visit(id);
}
