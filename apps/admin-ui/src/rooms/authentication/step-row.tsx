import { ActionIcon, Badge, Group, NativeSelect, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Requirement } from '../../api/flow-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useButtonAct } from '../../ui/use-act.ts';
import type { FlowEdit } from './flow-edit.ts';
import type { FlowProblem } from './flow-query.ts';
import { leadOf } from './step-lead.ts';
import { StepMenu } from './step-menu.tsx';
import { LEAD_TEXT, REQUIREMENT_TEXT, STEP_PHRASES } from './step-phrases.ts';
import type { StepNode } from './step-tree.ts';

interface StepRowProps {
  readonly realm: string;
  readonly node: StepNode;
  readonly readOnly: boolean;
  readonly fixed: boolean;
  readonly edit: FlowEdit;
  readonly problems: readonly FlowProblem[];
  readonly onMove: (to: number) => Promise<void>;
  readonly onDragStart: () => void;
  readonly onDragEnd: () => void;
}

/** One step as a sentence, with its requirement, and the ways to move it. */
export function StepRow({ realm, node, edit, problems, readOnly, fixed, onMove, onDragStart, onDragEnd }: StepRowProps) {
  const t = useText();
  const { run, running } = useButtonAct();
  const { step, ordinal, place, siblings } = node;
  const name = step.displayName;
  const row = useRef<HTMLDivElement>(null);
  const moving = useRef(false);
  // A step that was moved takes the focus along, wherever the list puts it.
  useEffect(() => {
    if (moving.current) row.current?.focus();
    moving.current = false;
  });
  const moveBy = (by: number) => {
    moving.current = true;
    void onMove(place + by);
  };
  const keys = (event: KeyboardEvent) => {
    if (!event.altKey || fixed || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    moveBy(event.key === 'ArrowUp' ? -1 : 1);
  };
  const require = (requirement: Requirement) =>
    run(() => edit.require(node, requirement), {
      done: `${name}: ${t(REQUIREMENT_TEXT[requirement])}`,
      changes: [['flows', realm]],
    });
  const off = step.requirement === 'DISABLED';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are a shortcut for the buttons in the row
    <div ref={row} className="step-row" tabIndex={-1} data-off={off || undefined} onKeyDown={keys}>
      {!fixed && (
        <button
          type="button"
          className="step-handle"
          draggable
          tabIndex={-1}
          aria-label={t('flow.drag', { step: name })}
          onDragStart={(event) => {
            event.dataTransfer.setData('text/plain', step.id);
            event.dataTransfer.effectAllowed = 'move';
            if (row.current) event.dataTransfer.setDragImage(row.current, 12, 12);
            onDragStart();
          }}
          onDragEnd={onDragEnd}
        >
          <IconGripVertical size={16} aria-hidden />
        </button>
      )}
      <Text size="sm" c="dimmed" className="step-ordinal">
        {ordinal}
      </Text>
      <div className="step-words">
        <Text size="sm" component="p" c={off ? 'dimmed' : undefined}>
          <strong>{t(LEAD_TEXT[leadOf(siblings, place)])}</strong> <StepPhrase node={node} />
        </Text>
        <Group gap="xs">
          <Text size="xs" c="dimmed" component="span" className="step-name">
            {name}
          </Text>
          {step.configurable && (
            <Badge size="sm" variant="light" color="gray">
              {step.alias === undefined ? t('flow.notConfigured') : t('flow.configured', { name: step.alias })}
            </Badge>
          )}
        </Group>
        {problems.map(({ code, message }) => (
          <Text key={code} size="xs" c="var(--mantine-color-error)">
            {message}
          </Text>
        ))}
      </div>
      <Group gap={4} wrap="nowrap" className="step-tools">
        <NativeSelect
          size="xs"
          aria-label={t('flow.requirementOf', { step: name })}
          value={step.requirement}
          disabled={readOnly || running}
          data={choicesOf(step.requirementChoices, step.requirement).map((value) => ({ value, label: t(REQUIREMENT_TEXT[value]) }))}
          onChange={(event) => void require(event.currentTarget.value as Requirement)}
        />
        {!fixed && (
          <>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('flow.moveUp', { step: name })}
              disabled={place === 0}
              onClick={() => moveBy(-1)}
            >
              <IconArrowUp size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('flow.moveDown', { step: name })}
              disabled={place === siblings.length - 1}
              onClick={() => moveBy(1)}
            >
              <IconArrowDown size={16} aria-hidden />
            </ActionIcon>
          </>
        )}
        {!readOnly && <StepMenu realm={realm} node={node} edit={edit} fixed={fixed} onMove={onMove} />}
      </Group>
    </div>
  );
}

function StepPhrase({ node: { step } }: { readonly node: StepNode }) {
  const t = useText();
  if (step.authenticationFlow === true) return t('step.subFlow', { name: step.displayName });
  const phrase = STEP_PHRASES[step.providerId ?? ''];
  return phrase === undefined ? step.displayName : t(phrase);
}

/** What is chosen stays to be seen, also where the provider does not offer it. */
const choicesOf = (choices: readonly Requirement[], chosen: Requirement): readonly Requirement[] =>
  choices.includes(chosen) ? choices : [...choices, chosen];
