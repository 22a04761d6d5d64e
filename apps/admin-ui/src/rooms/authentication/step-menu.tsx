import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconArrowBarToUp,
  IconDots,
  IconGitBranch,
  IconHelpHexagon,
  IconPencil,
  IconPlus,
  IconSettings,
  IconTrash,
} from '@tabler/icons-react';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { useAct } from '../../ui/use-act.ts';
import { AddStepDialog } from './add-step-dialog.tsx';
import { AddSubFlowDialog } from './add-sub-flow-dialog.tsx';
import type { FlowEdit } from './flow-edit.ts';
import { stepsPath } from './flow-query.ts';
import { RenameDialog } from './rename-dialog.tsx';
import { StepConfigDialog } from './step-config-dialog.tsx';
import { holderOf, type StepNode } from './step-tree.ts';

interface StepMenuProps {
  readonly realm: string;
  readonly node: StepNode;
  readonly edit: FlowEdit;
  readonly fixed: boolean;
  readonly onMove: (to: number) => Promise<void>;
}

/** What else can be done with a step. */
export function StepMenu({ realm, node: { step, holder, place }, edit, fixed, onMove }: StepMenuProps) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const confirm = useConfirm();
  const [adding, add] = useDisclosure(false);
  const [addingCondition, addCondition] = useDisclosure(false);
  const [addingSubFlow, addSubFlow] = useDisclosure(false);
  const [renaming, rename] = useDisclosure(false);
  const [configuring, configure] = useDisclosure(false);
  const isFlow = step.authenticationFlow === true;
  const inside = holderOf(step);
  const name = step.displayName;
  const remove = () =>
    confirm({
      title: t('flow.removeTitle', { step: name }),
      body: t(isFlow ? 'flow.removeSubFlow' : 'flow.removeBody'),
      action: t('flow.remove'),
      onConfirm: () => act(() => edit.remove(step), { done: t('flow.removed', { step: name }), changes: [['flows', realm]] }),
    });
  if (fixed && !step.configurable) return <ActionIcon variant="subtle" className="invisible" disabled aria-hidden />;
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('flow.menuOf', { step: name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {step.configurable && (
            <Menu.Item leftSection={<IconSettings size={16} aria-hidden />} onClick={configure.open}>
              {t('flow.configure')}
            </Menu.Item>
          )}
          {!fixed && (
            <Menu.Item leftSection={<IconArrowBarToUp size={16} aria-hidden />} disabled={place === 0} onClick={() => void onMove(0)}>
              {t('flow.toTop')}
            </Menu.Item>
          )}
          {!fixed && isFlow && (
            <>
              <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={add.open}>
                {t('flow.addStep')}
              </Menu.Item>
              {inside.kind === 'basic-flow' && (
                <>
                  <Menu.Item leftSection={<IconHelpHexagon size={16} aria-hidden />} onClick={addCondition.open}>
                    {t('flow.addCondition')}
                  </Menu.Item>
                  <Menu.Item leftSection={<IconGitBranch size={16} aria-hidden />} onClick={addSubFlow.open}>
                    {t('flow.addSubFlow')}
                  </Menu.Item>
                </>
              )}
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={rename.open}>
                {t('flows.rename')}
              </Menu.Item>
            </>
          )}
          {!fixed && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove}>
              {t('flow.remove')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isFlow && (
        <>
          <AddStepDialog realm={realm} edit={edit} holder={inside} what="step" opened={adding} onClose={add.close} />
          <AddStepDialog realm={realm} edit={edit} holder={inside} what="condition" opened={addingCondition} onClose={addCondition.close} />
          <AddSubFlowDialog realm={realm} edit={edit} holder={inside} opened={addingSubFlow} onClose={addSubFlow.close} />
          {/* They travel in the step that holds the sub-flow. */}
          <RenameDialog
            realm={realm}
            words={{ name, description: step.description ?? '' }}
            save={(words) =>
              api.send('PUT', stepsPath(realm, holder.alias), { ...step, displayName: words.name, description: words.description })
            }
            opened={renaming}
            onClose={rename.close}
          />
        </>
      )}
      <StepConfigDialog realm={realm} step={step} opened={configuring} onClose={configure.close} />
    </>
  );
}
