import type { Condition } from '../evaluate/authenticator.ts';
import { FlowDenied } from '../evaluate/flow-denied.ts';

/** `flow_to_check`: alias of a sub-flow that was (`check_result` = `executed`) or was not run to success in this login. */
export const subFlowExecuted: Condition = {
  id: 'conditional-sub-flow-executed',
  *matches({ draft, config }) {
    const { realm } = draft.context;
    const flow = realm.flowByAlias(config.flow_to_check ?? '');
    if (flow === null) throw new FlowDenied('flow_misconfigured', `conditional-sub-flow-executed: no flow ${config.flow_to_check}`);
    const executions = realm.configuration.flows.flatMap(({ executions }) => executions).filter(({ flowId }) => flowId === flow.id);
    const executed = executions.some(({ id }) => draft.statuses.get(id) === 'SUCCESS');
    return executed === (config.check_result !== 'not-executed');
  },
};
