import { ActionIcon, Anchor, Badge, Group, Text, Tooltip } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import type { SessionRow } from '../../api/types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { useConsole } from '../../ui/api-context.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { rowKey } from './sessions-query.ts';

interface SessionTableProps {
  readonly realm: string;
  readonly sessions: readonly SessionRow[];
  /** Without the person where the page is about one. */
  readonly person: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  /** Null for whoever may only look. */
  readonly onEnd: ((session: SessionRow) => void) | null;
}

export function SessionTable({ realm, sessions, person, chosen, onChoose, onEnd }: SessionTableProps) {
  const t = useText();
  const { dateTime } = useFormat();
  const named = new Map(
    sessions.map((session) => [rowKey(session), t('sessions.nameOne', { user: session.username, when: dateTime(session.startedAt) })]),
  );
  const columns: Column<SessionRow>[] = [
    {
      key: 'clients',
      title: t('sessions.clients'),
      from: person ? 'xs' : undefined,
      cell: ({ clients }) =>
        clients.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('common.none')}
          </Text>
        ) : (
          <Group gap={6}>
            {clients.map(({ id, clientId }) => (
              <Anchor key={id} component={RouterLink} to={paths.client(realm, id)}>
                {clientId}
              </Anchor>
            ))}
          </Group>
        ),
    },
    { key: 'method', title: t('sessions.method'), from: 'md', cell: ({ method }) => method ?? '' },
    {
      key: 'store',
      title: t('sessions.store'),
      from: 'sm',
      cell: ({ store, offline, rememberMe }) => (
        <Group gap={4}>
          <Badge variant="default">{store.kind}</Badge>
          {offline && <Badge variant="light">{t('sessions.offline')}</Badge>}
          {rememberMe && <Badge variant="light">{t('sessions.remembered')}</Badge>}
        </Group>
      ),
    },
    { key: 'ip', title: t('sessions.address'), from: 'lg', cell: ({ ipAddress }) => ipAddress },
    { key: 'since', title: t('sessions.since'), cell: ({ startedAt }) => <Moment value={startedAt} /> },
    { key: 'last', title: t('sessions.lastAccess'), from: 'lg', cell: ({ lastAccessAt }) => <Moment value={lastAccessAt} /> },
  ];
  if (person) {
    columns.unshift({
      key: 'person',
      title: t('sessions.person'),
      cell: ({ userId, username }) => (
        <Anchor component={RouterLink} to={paths.user(realm, userId)} fw={500} className="anywhere">
          {username}
        </Anchor>
      ),
    });
  }
  if (onEnd !== null) {
    columns.push({
      key: 'end',
      title: t('common.actions'),
      silent: true,
      cell: (session) => (
        <Tooltip label={t('sessions.end')}>
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t('sessions.endOne', { session: named.get(rowKey(session)) ?? '' })}
            onClick={() => onEnd(session)}
          >
            <IconLogout size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ),
    });
  }

  return (
    <DataTable
      label={t('sessions.title')}
      rows={sessions}
      rowKey={rowKey}
      columns={columns}
      {...(onEnd === null
        ? {}
        : {
            selection: {
              chosen,
              onChange: onChoose,
              label: (id: string) => t('sessions.choose', { session: named.get(id) ?? '' }),
              allLabel: t('sessions.chooseAll'),
            },
          })}
    />
  );
}

/** How long ago, with the moment itself for whoever points at it. */
function Moment({ value }: { readonly value: string | number }) {
  const { now } = useConsole();
  const { dateTime, relative } = useFormat();
  return (
    <time className="nowrap" dateTime={new Date(value).toISOString()} title={dateTime(value)}>
      {relative(value, now())}
    </time>
  );
}
