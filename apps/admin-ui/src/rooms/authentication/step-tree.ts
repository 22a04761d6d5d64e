import type { Flow, Step } from '../../api/flow-types.ts';

/** The flow that holds a step: what its neighbours are and where more steps are added. */
export interface Holder {
  readonly alias: string;
  readonly kind: string;
}

export interface StepNode {
  readonly step: Step;
  readonly holder: Holder;
  /** "2.1" */
  readonly ordinal: string;
  /** From 0, among its siblings. */
  readonly place: number;
  readonly siblings: readonly Step[];
  readonly children: readonly StepNode[];
}

/** Steps come depth first with their level; this makes the tree of them. */
export function stepTree(flow: Flow, steps: readonly Step[]): readonly StepNode[] {
  return nodesOf(steps, { alias: flow.alias, kind: flow.providerId }, 0, '');
}

function nodesOf(steps: readonly Step[], holder: Holder, level: number, prefix: string): readonly StepNode[] {
  const starts = steps.flatMap((step, index) => (step.level === level ? [index] : []));
  const siblings = starts.map((start) => steps[start]!);
  return siblings.map((step, place) => {
    const ordinal = `${prefix}${place + 1}`;
    const below = steps.slice(starts[place]! + 1, starts[place + 1] ?? steps.length);
    return { step, holder, ordinal, place, siblings, children: nodesOf(below, holderOf(step), level + 1, `${ordinal}.`) };
  });
}

/** A sub-flow with a provider of its own is a form; its steps are parts of the form. */
export const holderOf = (step: Step): Holder => ({
  alias: step.displayName,
  kind: step.providerId === undefined ? 'basic-flow' : 'form-flow',
});
