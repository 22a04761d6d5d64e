import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { HistoryEntry } from '../../api/activity-types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Pager } from '../../ui/pager.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ourRest } from '../../ui/paths.ts';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useAddress } from '../../ui/use-address.ts';
import { useMay } from '../../ui/who.ts';
import { FieldDiff } from './field-diff.tsx';
import './events.css';

const SIZE = 20;

/** What administrators changed, newest first: before, after, and one step back. */
export function ChangesTab({ realm }: { readonly realm: string }) {
  const t = useText();
  const api = useApi();
  const { page, show } = useAddress();
  const mayUndo = useMay(realm, 'manage-realm');
  const history = useQuery({
    queryKey: ['history', realm, page],
    queryFn: () =>
      api.get<{ readonly entries: readonly HistoryEntry[] }>(ourRest(realm, '/history'), { first: (page - 1) * SIZE, max: SIZE + 1 }),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel p={0}>
      <Loaded query={history}>
        {({ entries }) =>
          entries.length === 0 ? (
            <EmptyState title={t('changes.none')}>{t('changes.noneHint')}</EmptyState>
          ) : (
            <>
              <ol className="events" aria-label={t('activity.tabChanges')}>
                {entries.slice(0, SIZE).map((entry) => (
                  <Change key={entry.id} realm={realm} entry={entry} mayUndo={mayUndo} />
                ))}
              </ol>
              <Pager
                page={page}
                size={SIZE}
                shown={Math.min(entries.length, SIZE)}
                total={null}
                more={entries.length > SIZE}
                onPage={(wanted) => show({ page: wanted })}
              />
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

const CHANGE_TEXT = { created: 'changes.created', changed: 'changes.changed', deleted: 'changes.deleted' } as const;

function Change({ realm, entry, mayUndo }: { readonly realm: string; readonly entry: HistoryEntry; readonly mayUndo: boolean }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const confirm = useConfirm();
  const { dateTime } = useFormat();
  const { by, things } = entry;
  const what = things.map(({ kind, name, change }) => t(CHANGE_TEXT[change], { kind, name })).join(', ') || entry.resourcePath;
  const undo = () =>
    confirm({
      title: t('changes.undoTitle'),
      body: t('changes.undoBody', { what }),
      action: t('changes.undo'),
      danger: false,
      // Anything may have been changed back.
      onConfirm: () =>
        act(() => api.send('POST', ourRest(realm, `/history/${encodeURIComponent(entry.id)}/undo`)), {
          done: t('changes.undone'),
          changes: [[]],
        }),
    });
  return (
    <li className="event">
      <details>
        <summary>
          <span className="event-words anywhere">
            {t('changes.sentence', { user: by.username ?? by.userId, what })}
            {entry.undoneBy !== null && (
              <Badge ml="xs" variant="light" color="gray">
                {t('changes.wasUndone')}
              </Badge>
            )}
          </span>
          <Text size="xs" c="dimmed" className="nowrap" component="time" dateTime={entry.time}>
            {dateTime(entry.time)}
          </Text>
        </summary>
        <Stack gap="sm" p="sm" pl={28}>
          {things.map((thing) => (
            <FieldDiff key={`${thing.kind} ${thing.id}`} title={`${thing.kind} ${thing.name}`} fields={thing.fields} />
          ))}
          <Group gap="md">
            <Text size="xs" c="dimmed">
              {t('changes.through', { client: by.clientId, address: entry.ipAddress ?? '–', path: entry.resourcePath })}
            </Text>
            {mayUndo && entry.undoable && entry.undoneBy === null && (
              <Button size="compact-sm" variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={undo}>
                {t('changes.undo')}
              </Button>
            )}
          </Group>
        </Stack>
      </details>
    </li>
  );
}
