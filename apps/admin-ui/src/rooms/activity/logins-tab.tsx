import { Alert, Anchor, Badge, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Login, LoginPage } from '../../api/login-types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Paged } from '../../ui/paged.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ourRest, paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useAddress } from '../../ui/use-address.ts';

const SIZE = 25;
const OUTCOMES = ['all', 'success', 'failure', 'transient'] as const;
const OUTCOME_TEXT = {
  all: 'logins.all',
  success: 'logins.success',
  failure: 'logins.failure',
  transient: 'logins.transient',
} as const;

/** Logins with their outcome; each leads to what every step of it decided. */
export function LoginsTab({ realm }: { readonly realm: string }) {
  const t = useText();
  const api = useApi();
  const { number } = useFormat();
  const { filters, page, show } = useAddress();
  const outcome = OUTCOMES.find((known) => known === filters.outcome) ?? 'all';
  const logins = useQuery({
    queryKey: ['logins', realm, outcome, page],
    queryFn: () =>
      api.get<LoginPage>(ourRest(realm, '/logins'), {
        outcome: outcome === 'all' ? undefined : outcome,
        first: (page - 1) * SIZE,
        max: SIZE + 1,
      }),
    placeholderData: keepPreviousData,
  });
  return (
    <Stack gap="lg">
      {logins.data && logins.data.transient.logins > 0 && (
        <Alert color="door" title={t('logins.savedTitle', { count: logins.data.transient.logins })}>
          {t('logins.saved', { writes: number(logins.data.transient.writesSaved) })}
        </Alert>
      )}
      <Panel p={0}>
        <Group p="sm">
          <SegmentedControl
            aria-label={t('logins.outcome')}
            value={outcome}
            onChange={(value) => show({ outcome: value === 'all' ? '' : value })}
            data={OUTCOMES.map((value) => ({ value, label: t(OUTCOME_TEXT[value]) }))}
          />
        </Group>
        <Loaded query={logins}>
          {({ logins: found }) => (
            <Paged
              rows={found}
              size={SIZE}
              page={page}
              empty={{ title: t('logins.none'), hint: t('logins.noneHint') }}
              onPage={(wanted) => show({ page: wanted })}
            >
              {(shown) => <LoginTable realm={realm} logins={shown} />}
            </Paged>
          )}
        </Loaded>
      </Panel>
    </Stack>
  );
}

function LoginTable({ realm, logins }: { readonly realm: string; readonly logins: readonly Login[] }) {
  const t = useText();
  const { dateTime } = useFormat();
  return (
    <DataTable
      label={t('activity.tabLogins')}
      rows={logins}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'time',
          title: t('logins.time'),
          cell: ({ id, time }) => (
            <Anchor component={RouterLink} to={paths.login(realm, id)} className="nowrap">
              {dateTime(time)}
            </Anchor>
          ),
        },
        { key: 'user', title: t('activity.person'), cell: ({ username, userId }) => username ?? userId ?? t('event.somebody') },
        { key: 'client', title: t('activity.client'), from: 'xs', cell: ({ clientId }) => clientId ?? '' },
        { key: 'flow', title: t('logins.flow'), from: 'md', cell: ({ flow }) => flow },
        { key: 'outcome', title: t('logins.outcome'), cell: (login) => <LoginOutcome login={login} /> },
      ]}
    />
  );
}

/** How a login ended, and whether anything was kept of it. */
export function LoginOutcome({ login: { error, transient } }: { readonly login: Login }) {
  const t = useText();
  return (
    <Group gap="xs">
      {error === null ? (
        <Text size="sm" component="span">
          {t('logins.signedIn')}
        </Text>
      ) : (
        <Badge variant="light" color="red">
          {error}
        </Badge>
      )}
      {transient && (
        <Badge variant="light" color="amber">
          {t('clients.transient')}
        </Badge>
      )}
    </Group>
  );
}
