import { useCallback } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useButtonAct } from '../../ui/use-act.ts';
import type { FlowEdit } from './flow-edit.ts';
import type { StepNode } from './step-tree.ts';

/** Moves a step to a place among its siblings, and says where it is then. */
export function useMoveStep(realm: string, edit: FlowEdit) {
  const t = useText();
  const { run } = useButtonAct();
  return useCallback(
    async (node: StepNode, to: number): Promise<void> => {
      const { step, place, siblings } = node;
      if (to === place || to < 0 || to >= siblings.length) return;
      await run(() => edit.move(node, to), {
        done: t('flow.moved', { step: step.displayName, place: to + 1, count: siblings.length }),
        changes: [['flows', realm]],
      });
    },
    [edit, realm, run, t],
  );
}
