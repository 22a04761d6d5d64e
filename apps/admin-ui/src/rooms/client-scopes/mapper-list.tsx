import { Button, Group, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProtocolMapper } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useAct } from '../../ui/use-act.ts';
import { MapperDialog } from './mapper-dialog.tsx';
import { mapperTypesQuery } from './mapper-types-query.ts';

interface MapperListProps {
  /** Address of the client or of the scope that has them. */
  readonly owner: string;
  readonly mappers: readonly ProtocolMapper[];
  /** What is stale after a change. */
  readonly changes: readonly (readonly unknown[])[];
  readonly description: string;
  readonly readOnly: boolean;
}

/** What puts claims into tokens, with the claim that each one makes. */
export function MapperList({ owner, mappers, changes, description, readOnly }: MapperListProps) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const confirm = useConfirm();
  const types = useQuery(mapperTypesQuery(api)).data ?? [];
  const [edited, setEdited] = useState<ProtocolMapper | 'new' | null>(null);
  const remove = (mapper: ProtocolMapper) =>
    confirm({
      title: t('mappers.deleteTitle', { mapper: mapper.name }),
      body: t('mappers.deleteBody'),
      action: t('common.delete'),
      onConfirm: () =>
        act(() => api.send('DELETE', `${owner}/protocol-mappers/models/${encodeURIComponent(mapper.id)}`), {
          done: t('mappers.deleted', { mapper: mapper.name }),
          changes,
        }),
    });
  return (
    <Panel title={t('mappers.title')} description={description}>
      <Stack>
        {mappers.length === 0 ? (
          <EmptyState title={t('mappers.none')}>{t('mappers.noneHint')}</EmptyState>
        ) : (
          <DataTable
            label={t('mappers.title')}
            rows={mappers}
            rowKey={({ id }) => id}
            columns={[
              { key: 'name', title: t('mappers.name'), cell: ({ name }) => name },
              {
                key: 'kind',
                title: t('mappers.kind'),
                from: 'sm',
                cell: ({ protocolMapper }) => types.find(({ id }) => id === protocolMapper)?.name ?? protocolMapper,
              },
              { key: 'claim', title: t('mappers.claim'), from: 'xs', cell: ({ config }) => <code>{config['claim.name'] ?? ''}</code> },
              {
                key: 'actions',
                title: t('common.actions'),
                silent: true,
                cell: (mapper) => (
                  <Group gap={4} wrap="nowrap" justify="flex-end">
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      onClick={() => setEdited(mapper)}
                      aria-label={`${t(readOnly ? 'mappers.show' : 'mappers.edit')}: ${mapper.name}`}
                    >
                      {t(readOnly ? 'mappers.show' : 'mappers.edit')}
                    </Button>
                    {!readOnly && (
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        color="red"
                        onClick={() => remove(mapper)}
                        aria-label={`${t('common.delete')}: ${mapper.name}`}
                      >
                        {t('common.delete')}
                      </Button>
                    )}
                  </Group>
                ),
              },
            ]}
          />
        )}
        {!readOnly && (
          <div>
            <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
              {t('mappers.add')}
            </Button>
          </div>
        )}
      </Stack>
      <MapperDialog
        owner={owner}
        types={types}
        mapper={edited === 'new' ? null : edited}
        changes={changes}
        readOnly={readOnly}
        opened={edited !== null}
        onClose={() => setEdited(null)}
      />
    </Panel>
  );
}
