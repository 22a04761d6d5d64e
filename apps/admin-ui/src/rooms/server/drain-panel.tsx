import { Badge, Group, Progress, Stack, Text } from '@mantine/core';
import type { Drain, StoreRef } from '../../api/types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { Panel } from '../../ui/panel.tsx';

/** The latest change of store: records go from one to the other, and nobody is signed out. */
export function DrainPanel({ drain, stores }: { readonly drain: Drain; readonly stores: readonly StoreRef[] }) {
  const t = useText();
  const { number, dateTime } = useFormat();
  const percent = percentOf(drain);
  const places = {
    from: drain.from
      .split(' ')
      .map((tag) => nameOf(stores, tag))
      .join(', '),
    to: nameOf(stores, drain.to),
  };
  const finished = drain.finishedAt !== null;
  const label = finished ? t('server.drainedTitle', places) : t('server.drain', places);
  return (
    <Panel title={label} {...(finished ? {} : { description: t('server.drainHint') })}>
      <Stack gap="xs">
        {!finished && (
          <Progress.Root size="lg">
            <Progress.Section value={percent} aria-label={label} aria-valuetext={t('server.drainProgress', { percent })} />
          </Progress.Root>
        )}
        <Group justify="space-between" gap="xs">
          <Text size="sm">
            {finished || drain.remaining === null
              ? t('server.drainMoved', { moved: number(drain.moved) })
              : t('server.drainCounts', { moved: number(drain.moved), remaining: number(drain.remaining), percent })}
          </Text>
          <Badge variant="light">
            {drain.finishedAt === null
              ? t(drain.state === 'asking' ? 'server.drainAsking' : 'server.drainMoving')
              : t('server.drainDone', { when: dateTime(drain.finishedAt) })}
          </Badge>
        </Group>
      </Stack>
    </Panel>
  );
}

/** A store that is gone has only its tag left. */
const nameOf = (stores: readonly StoreRef[], wanted: string): string => stores.find(({ tag }) => tag === wanted)?.kind ?? wanted;

/** Whole per cent; nothing moved and nothing left is all of it. */
function percentOf({ moved, remaining }: Drain): number {
  if (remaining === null) return 0;
  return moved + remaining === 0 ? 100 : Math.floor((moved / (moved + remaining)) * 100);
}
