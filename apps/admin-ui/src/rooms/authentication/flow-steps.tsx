import { Text } from '@mantine/core';
import { useState } from 'react';
import type { Step } from '../../api/flow-types.ts';
import { useText } from '../../i18n/text.tsx';
import type { FlowEdit } from './flow-edit.ts';
import type { FlowProblem } from './flow-query.ts';
import { StepRow } from './step-row.tsx';
import type { StepNode } from './step-tree.ts';
import { useMoveStep } from './use-move-step.ts';
import './steps.css';

interface FlowStepsProps {
  readonly realm: string;
  readonly edit: FlowEdit;
  readonly problems: readonly FlowProblem[];
  readonly label: string;
  readonly nodes: readonly StepNode[];
  readonly readOnly: boolean;
  /** The steps stay what and where they are. */
  readonly fixed: boolean;
}

/** A list of steps, each with its own below it. A step is dragged among its neighbours only: REST knows no other way to move it. */
export function FlowSteps({ realm, edit, problems, label, nodes, readOnly, fixed }: FlowStepsProps) {
  const t = useText();
  const move = useMoveStep(realm, edit);
  const [dragged, setDragged] = useState<Step | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const stop = () => {
    setDragged(null);
    setOver(null);
  };
  return (
    <ol className="steps" aria-label={label}>
      {nodes.map((node) => (
        <li
          key={node.step.id}
          className="step"
          data-over={(dragged !== null && over === node.step.id && dragged.id !== over) || undefined}
          onDragOver={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            event.stopPropagation();
            setOver(node.step.id);
          }}
          onDrop={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            event.stopPropagation();
            const from = nodes.findIndex(({ step }) => step.id === dragged.id);
            stop();
            void move(nodes[from]!, node.place);
          }}
        >
          <StepRow
            realm={realm}
            node={node}
            edit={edit}
            problems={problems.filter(({ executionId }) => executionId === node.step.id)}
            readOnly={readOnly}
            fixed={fixed}
            onMove={(to) => move(node, to)}
            onDragStart={() => setDragged(node.step)}
            onDragEnd={stop}
          />
          {node.step.authenticationFlow === true &&
            (node.children.length === 0 ? (
              <Text size="sm" c="dimmed" className="steps">
                {t('flow.noneBelow')}
              </Text>
            ) : (
              <FlowSteps
                realm={realm}
                edit={edit}
                problems={problems}
                label={t('flow.stepsOf', { flow: node.step.displayName })}
                nodes={node.children}
                readOnly={readOnly}
                fixed={fixed}
              />
            ))}
        </li>
      ))}
    </ol>
  );
}
