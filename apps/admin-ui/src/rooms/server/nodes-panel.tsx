import { Badge } from '@mantine/core';
import type { NodeInfo } from '../../api/types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { useConsole } from '../../ui/api-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function NodesPanel({ nodes }: { readonly nodes: readonly NodeInfo[] }) {
  const t = useText();
  const { now } = useConsole();
  const { relative, number } = useFormat();
  return (
    <Panel title={t('server.nodes')} description={t('server.nodesHint')}>
      {nodes.length === 0 ? (
        <EmptyState title={t('server.nodesNone')} />
      ) : (
        <DataTable
          label={t('server.nodes')}
          rows={nodes}
          rowKey={(node) => node.id}
          columns={[
            { key: 'host', title: t('server.host'), cell: ({ host, pid }) => `${host} · ${pid}` },
            { key: 'workers', title: t('server.workers'), cell: ({ workers }) => number(workers) },
            { key: 'version', title: t('server.version'), from: 'xs', cell: ({ version }) => version },
            { key: 'started', title: t('server.started'), from: 'sm', cell: ({ startedAt }) => relative(startedAt, now()) },
            {
              key: 'seen',
              title: t('server.seen'),
              cell: ({ lastSeenAt, alive }) =>
                alive ? (
                  relative(lastSeenAt, now())
                ) : (
                  <Badge variant="light" color="red">
                    {relative(lastSeenAt, now())}
                  </Badge>
                ),
            },
          ]}
        />
      )}
    </Panel>
  );
}
