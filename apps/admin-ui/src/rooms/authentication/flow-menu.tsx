import { ActionIcon, Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconCopy, IconDots, IconLink, IconPencil, IconTrash } from '@tabler/icons-react';
import type { Flow } from '../../api/flow-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { paths } from '../../ui/paths.ts';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';
import { BindDialog } from './bind-dialog.tsx';
import { DuplicateFlowDialog } from './duplicate-flow-dialog.tsx';
import { authenticationPath } from './flow-query.ts';
import { RenameDialog } from './rename-dialog.tsx';
import { bindingsFor } from './uses-of.ts';

interface FlowMenuProps {
  readonly realm: string;
  readonly flow: Flow;
  readonly inUse: boolean;
  /** A button with a word on it, for the page of the flow. */
  readonly wide?: boolean;
}

/** What can be done with a whole flow. */
export function FlowMenu({ realm, flow, inUse, wide = false }: FlowMenuProps) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const confirm = useConfirm();
  const [duplicating, duplicate] = useDisclosure(false);
  const [renaming, rename] = useDisclosure(false);
  const [binding, bind] = useDisclosure(false);
  const path = authenticationPath(realm, `/flows/${encodeURIComponent(flow.id)}`);
  const remove = () =>
    confirm({
      title: t('flows.deleteTitle', { flow: flow.alias }),
      body: t('flows.deleteBody'),
      action: t('flows.delete'),
      onConfirm: async () => {
        await act(() => api.send('DELETE', path), {
          done: t('flows.deleted', { flow: flow.alias }),
          changes: [['flows', realm, 'list']],
        });
        go(paths.authentication(realm));
      },
    });
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          {wide ? (
            <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
              {t('common.actions')}
            </Button>
          ) : (
            <ActionIcon variant="subtle" color="gray" aria-label={t('flows.menuOf', { flow: flow.alias })}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={duplicate.open}>
            {t('flows.duplicate')}
          </Menu.Item>
          {bindingsFor(flow).length > 0 && (
            <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={bind.open}>
              {t('flows.bind')}
            </Menu.Item>
          )}
          {!flow.builtIn && (
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={rename.open}>
              {t('flows.rename')}
            </Menu.Item>
          )}
          {!flow.builtIn && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove} disabled={inUse}>
              {inUse ? t('flows.deleteUsed') : t('flows.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <DuplicateFlowDialog realm={realm} flow={flow} opened={duplicating} onClose={duplicate.close} />
      <RenameDialog
        realm={realm}
        words={{ name: flow.alias, description: flow.description ?? '' }}
        save={({ name, description }) => api.send('PUT', path, { ...flow, alias: name, description })}
        opened={renaming}
        onClose={rename.close}
      />
      <BindDialog realm={realm} flow={flow} opened={binding} onClose={bind.close} />
    </>
  );
}
