import { Anchor, Badge, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Flow } from '../../api/flow-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { Loaded } from '../../ui/states.tsx';
import { clientsQuery } from '../clients/client-query.ts';
import { realmQuery } from '../realms/realms-query.ts';
import { FlowMenu } from './flow-menu.tsx';
import { flowsQuery } from './flow-query.ts';
import { FlowUses } from './flow-uses.tsx';
import { NewFlowDialog } from './new-flow-dialog.tsx';
import { usesOf } from './uses-of.ts';

interface FlowsTabProps {
  readonly realm: string;
  readonly readOnly: boolean;
}

/** The flows of a realm with what each is used for. */
export function FlowsTab({ realm, readOnly }: FlowsTabProps) {
  const t = useText();
  const flows = useQuery(flowsQuery(useApi(), realm));
  const [opened, dialog] = useDisclosure(false);
  return (
    <Panel p={0}>
      {!readOnly && (
        <Group p="sm" justify="flex-end">
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={dialog.open}>
            {t('flows.create')}
          </Button>
        </Group>
      )}
      <Loaded query={flows}>{(all) => <FlowTable realm={realm} flows={all} readOnly={readOnly} />}</Loaded>
      <NewFlowDialog realm={realm} opened={opened} onClose={dialog.close} />
    </Panel>
  );
}

function FlowTable({ realm, flows, readOnly }: FlowsTabProps & { readonly flows: readonly Flow[] }) {
  const t = useText();
  const api = useApi();
  const bindings = useQuery(realmQuery(api, realm)).data ?? {};
  const clients = useQuery(clientsQuery(api, realm)).data ?? [];
  return (
    <DataTable
      label={t('flows.tabFlows')}
      rows={flows}
      rowKey={(flow) => flow.id}
      columns={[
        {
          key: 'name',
          title: t('flows.name'),
          cell: ({ id, alias, description, builtIn }) => (
            <>
              <Group gap="xs">
                <Anchor component={RouterLink} to={paths.flow(realm, id)} fw={500} className="anywhere">
                  {alias}
                </Anchor>
                {builtIn && (
                  <Badge variant="light" color="gray">
                    {t('flows.builtIn')}
                  </Badge>
                )}
              </Group>
              <Text size="xs" c="dimmed" visibleFrom="sm">
                {description}
              </Text>
            </>
          ),
        },
        {
          key: 'uses',
          title: t('flows.usedBy'),
          cell: (flow) => <FlowUses realm={realm} uses={usesOf(flow, bindings, clients)} />,
        },
        {
          key: 'actions',
          title: t('common.actions'),
          silent: true,
          cell: (flow) => (readOnly ? null : <FlowMenu realm={realm} flow={flow} inUse={usesOf(flow, bindings, clients).length > 0} />),
        },
      ]}
    />
  );
}
