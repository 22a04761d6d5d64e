import type { Api } from '../../api/api.ts';
import type { Flow, Requirement, Step } from '../../api/flow-types.ts';
import { ourRest } from '../../ui/paths.ts';
import { stepPath, stepsPath } from './flow-query.ts';
import { type FlowTree, withNewStep, withoutStep, withRequirement, withStepAt } from './flow-tree.ts';
import type { Holder, StepNode } from './step-tree.ts';

/** What can be changed about the steps of a flow. Each throws what the server refused. */
export interface FlowEdit {
  require(node: StepNode, requirement: Requirement): Promise<void>;
  move(node: StepNode, to: number): Promise<void>;
  remove(step: Step): Promise<void>;
  /** At the end, and counting from the start where it can. */
  addStep(holder: Holder, provider: string): Promise<void>;
  /** Switched off until it has steps. */
  addSubFlow(holder: Holder, words: { readonly alias: string; readonly description: string }): Promise<void>;
}

/** Our own flows are saved as a whole, so that the server can refuse what an evaluation would drop; others by Keycloak's calls. */
export const createFlowEdit = (api: Api, realm: string, flow: Flow): FlowEdit =>
  flow.builtIn || flow.providerId !== 'basic-flow' ? createStepwiseEdit(api, realm) : createTreeEdit(api, realm, flow);

function createTreeEdit(api: Api, realm: string, { id }: Flow): FlowEdit {
  const path = ourRest(realm, `/flows/${encodeURIComponent(id)}`);
  const save = async (change: (tree: FlowTree) => FlowTree) => {
    await api.send('PUT', path, change(await api.get<FlowTree>(path)));
  };
  return {
    require: ({ step }, requirement) => save((tree) => withRequirement(tree, step.id, requirement)),
    move: ({ step }, to) => save((tree) => withStepAt(tree, step.id, to)),
    remove: (step) => save((tree) => withoutStep(tree, step.id)),
    async addStep(holder, provider) {
      await save((tree) => withNewStep(tree, holder.alias, { provider, requirement: 'DISABLED' }));
      await switchOn(api, realm, holder, provider, (added, requirement) => save((tree) => withRequirement(tree, added.id, requirement)));
    },
    addSubFlow: (holder, { alias, description }) =>
      save((tree) =>
        withNewStep(tree, holder.alias, { provider: null, requirement: 'DISABLED', flow: { alias, description, executions: [] } }),
      ),
  };
}

function createStepwiseEdit(api: Api, realm: string): FlowEdit {
  const require = (holder: Holder, step: Step, requirement: Requirement) =>
    api.send('PUT', stepsPath(realm, holder.alias), { ...step, requirement });
  return {
    require: ({ holder, step }, requirement) => require(holder, step, requirement),
    // Keycloak's REST swaps neighbours.
    async move({ step, place }, to) {
      const direction = to < place ? 'raise' : 'lower';
      for (let done = 0; done < Math.abs(to - place); done++) await api.send('POST', stepPath(realm, step.id, `/${direction}-priority`));
    },
    remove: (step) => api.send('DELETE', stepPath(realm, step.id)),
    async addStep(holder, provider) {
      await api.create(stepsPath(realm, holder.alias, '/execution'), { provider });
      await switchOn(api, realm, holder, provider, (added, requirement) => require(holder, added, requirement));
    },
    async addSubFlow(holder, words) {
      await api.create(stepsPath(realm, holder.alias, '/flow'), { ...words, type: 'basic-flow' });
    },
  };
}

/** Beside alternatives a new step is one, if it can be; else what its provider offers first. */
async function switchOn(
  api: Api,
  realm: string,
  holder: Holder,
  provider: string,
  require: (added: Step, requirement: Requirement) => Promise<void>,
): Promise<void> {
  const siblings = (await api.get<readonly Step[]>(stepsPath(realm, holder.alias))).filter(({ level }) => level === 0);
  const added = siblings.findLast(({ providerId }) => providerId === provider);
  if (added === undefined || added.requirement !== 'DISABLED') return;
  const choices = added.requirementChoices.filter((choice) => choice !== 'DISABLED');
  const beside = siblings.some(({ requirement }) => requirement === 'ALTERNATIVE');
  const wanted = beside && choices.includes('ALTERNATIVE') ? 'ALTERNATIVE' : choices[0];
  if (wanted !== undefined) await require(added, wanted);
}
