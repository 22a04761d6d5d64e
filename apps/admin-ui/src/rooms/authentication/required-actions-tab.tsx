import { ActionIcon, Group, Switch } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { RegisteredAction } from '../../api/flow-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useButtonAct } from '../../ui/use-act.ts';
import { authenticationPath, registeredActionsQuery } from './flow-query.ts';

interface RequiredActionsTabProps {
  readonly realm: string;
  readonly readOnly: boolean;
}

/** What people can be asked to do, in the order in which it is asked. */
export function RequiredActionsTab({ realm, readOnly }: RequiredActionsTabProps) {
  const t = useText();
  const actions = useQuery(registeredActionsQuery(useApi(), realm));
  return (
    <Panel description={t('actions.hint')}>
      <Loaded query={actions}>{(all) => <ActionTable realm={realm} actions={all} readOnly={readOnly} />}</Loaded>
    </Panel>
  );
}

function ActionTable({ realm, actions, readOnly }: RequiredActionsTabProps & { readonly actions: readonly RegisteredAction[] }) {
  const t = useText();
  const api = useApi();
  const { run, running } = useButtonAct();
  const pathOf = ({ alias }: RegisteredAction, path = '') =>
    authenticationPath(realm, `/required-actions/${encodeURIComponent(alias)}${path}`);
  const changes = [['required-actions', realm]];
  const put = (action: RegisteredAction, changed: Partial<RegisteredAction>) =>
    run(() => api.send('PUT', pathOf(action), { ...action, ...changed }), { done: t('common.saved'), changes });
  const move = (action: RegisteredAction, direction: 'raise' | 'lower') =>
    run(() => api.send('POST', pathOf(action, `/${direction}-priority`)), { changes });
  return (
    <DataTable
      label={t('flows.tabActions')}
      rows={actions}
      rowKey={(action) => action.alias}
      columns={[
        { key: 'name', title: t('actions.name'), cell: ({ name }) => name },
        {
          key: 'enabled',
          title: t('actions.enabled'),
          cell: (action) => (
            <Switch
              aria-label={t('actions.enabledOf', { action: action.name })}
              checked={action.enabled}
              disabled={readOnly || running}
              onChange={(event) => void put(action, { enabled: event.currentTarget.checked, defaultAction: false })}
            />
          ),
        },
        {
          key: 'default',
          title: t('actions.default'),
          cell: (action) => (
            <Switch
              aria-label={t('actions.defaultOf', { action: action.name })}
              checked={action.defaultAction}
              disabled={readOnly || running || !action.enabled}
              onChange={(event) => void put(action, { defaultAction: event.currentTarget.checked })}
            />
          ),
        },
        {
          key: 'order',
          title: t('actions.order'),
          silent: true,
          cell: (action) =>
            readOnly ? null : (
              <Group gap={4} wrap="nowrap" justify="flex-end">
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('actions.moveUp', { action: action.name })}
                  disabled={running || action === actions[0]}
                  onClick={() => void move(action, 'raise')}
                >
                  <IconArrowUp size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('actions.moveDown', { action: action.name })}
                  disabled={running || action === actions.at(-1)}
                  onClick={() => void move(action, 'lower')}
                >
                  <IconArrowDown size={16} aria-hidden />
                </ActionIcon>
              </Group>
            ),
        },
      ]}
    />
  );
}
