import type { Requirement } from '../../api/flow-types.ts';

/** A flow as one tree, as it is saved at once. */
export interface FlowTree {
  readonly id?: string;
  readonly alias: string;
  readonly description?: string | null;
  readonly executions: readonly TreeStep[];
}

export interface TreeStep {
  readonly id?: string;
  /** Null: a sub-flow. */
  readonly provider: string | null;
  readonly requirement: Requirement;
  readonly config?: { readonly alias?: string; readonly config: Readonly<Record<string, string>> } | null;
  readonly flow?: FlowTree | null;
}

type Steps = readonly TreeStep[];

/** Changes the list of steps that one is in, wherever in the tree that is. */
function around(tree: FlowTree, id: string, change: (steps: Steps, index: number) => Steps): FlowTree {
  const index = tree.executions.findIndex((step) => step.id === id);
  const executions =
    index >= 0
      ? change(tree.executions, index)
      : tree.executions.map((step) => (step.flow ? { ...step, flow: around(step.flow, id, change) } : step));
  return { ...tree, executions };
}

export const withRequirement = (tree: FlowTree, id: string, requirement: Requirement): FlowTree =>
  around(tree, id, (steps, index) => steps.with(index, { ...steps[index]!, requirement }));

export const withoutStep = (tree: FlowTree, id: string): FlowTree => around(tree, id, (steps, index) => steps.toSpliced(index, 1));

/** Puts a step at a place among its siblings. */
export const withStepAt = (tree: FlowTree, id: string, place: number): FlowTree =>
  around(tree, id, (steps, index) => steps.toSpliced(index, 1).toSpliced(place, 0, steps[index]!));

/** Adds a step at the end of the flow or sub-flow of that name. */
export function withNewStep(tree: FlowTree, alias: string, step: TreeStep): FlowTree {
  if (tree.alias === alias) return { ...tree, executions: [...tree.executions, step] };
  return {
    ...tree,
    executions: tree.executions.map((inner) => (inner.flow ? { ...inner, flow: withNewStep(inner.flow, alias, step) } : inner)),
  };
}
