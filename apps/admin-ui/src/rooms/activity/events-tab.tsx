import { Alert, Button, Chip, Group, Select, Stack, Switch } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { EventsConfig, LoginEvent } from '../../api/activity-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Paged } from '../../ui/paged.tsx';
import { Panel } from '../../ui/panel.tsx';
import { rest } from '../../ui/paths.ts';
import { Loaded } from '../../ui/states.tsx';
import { useButtonAct } from '../../ui/use-act.ts';
import { useAddress } from '../../ui/use-address.ts';
import { useMay } from '../../ui/who.ts';
import { clientsQuery } from '../clients/client-query.ts';
import { UserSelect } from '../users/user-select.tsx';
import { EventList } from './event-list.tsx';
import { EVENT_KINDS, type EventKind, kindsIn, typesOf } from './event-sentence.ts';
import '@mantine/core/styles/Chip.css';

const SIZE = 25;
/** A live list asks again so often. */
const TAIL = 2_000;
const KINDS = Object.keys(EVENT_KINDS) as readonly EventKind[];
const KIND_TEXT = {
  signIn: 'activity.kindSignIn',
  failure: 'activity.kindFailure',
  signOut: 'activity.kindSignOut',
  token: 'activity.kindToken',
  account: 'activity.kindAccount',
  link: 'activity.kindLink',
} as const;

/** What people and applications did, newest first, filtered by chips, live if one wants. */
export function EventsTab({ realm }: { readonly realm: string }) {
  const t = useText();
  const api = useApi();
  const { filters, page, show } = useAddress();
  const clients = useQuery(clientsQuery(api, realm)).data ?? [];
  const kinds = kindsIn(filters.kinds);
  const live = filters.live === 'true';
  const { client, user } = filters;
  const events = useQuery({
    queryKey: ['events', realm, kinds, client, user, page],
    queryFn: () =>
      api.get<readonly LoginEvent[]>(rest(realm, '/events'), {
        type: typesOf(kinds),
        client,
        user,
        first: (page - 1) * SIZE,
        max: SIZE + 1,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: live ? TAIL : false,
  });
  return (
    <Stack gap="lg">
      <Recording realm={realm} />
      <Panel p={0}>
        <Stack gap="sm" p="sm">
          <Chip.Group multiple value={[...kinds]} onChange={(chosen) => show({ kinds: chosen.join('.') })}>
            <Group gap="xs" role="group" aria-label={t('activity.kinds')}>
              {KINDS.map((kind) => (
                <Chip key={kind} value={kind} size="sm">
                  {t(KIND_TEXT[kind])}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          <Group align="flex-end" gap="sm">
            <UserSelect realm={realm} label={t('activity.person')} value={user ?? null} onChange={(id) => show({ user: id ?? '' })} />
            <Select
              label={t('activity.client')}
              searchable
              clearable
              clearButtonProps={{ 'aria-label': t('common.clear') }}
              limit={100}
              data={clients.map(({ clientId }) => clientId)}
              value={client ?? null}
              onChange={(chosen) => show({ client: chosen ?? '' })}
            />
            <Switch
              label={t('activity.live')}
              checked={live}
              onChange={(event) => show({ live: event.currentTarget.checked ? 'true' : '' })}
              mb={8}
            />
          </Group>
        </Stack>
        <Loaded query={events}>
          {(found) => (
            <Paged
              rows={found}
              size={SIZE}
              page={page}
              empty={{ title: t('activity.noEvents'), hint: t('activity.noEventsHint') }}
              onPage={(wanted) => show({ page: wanted })}
            >
              {(shown) => <EventList realm={realm} events={shown} />}
            </Paged>
          )}
        </Loaded>
      </Panel>
    </Stack>
  );
}

/** Says when nothing is recorded, and switches it on. */
function Recording({ realm }: { readonly realm: string }) {
  const t = useText();
  const api = useApi();
  const { run, running } = useButtonAct();
  const mayManage = useMay(realm, 'manage-events');
  const path = rest(realm, '/events/config');
  const config = useQuery({ queryKey: ['events-config', realm], queryFn: () => api.get<EventsConfig>(path) }).data;
  if (config === undefined || config.eventsEnabled) return null;
  const begin = () =>
    run(() => api.send('PUT', path, { ...config, eventsEnabled: true }), {
      done: t('activity.recording'),
      changes: [
        ['events-config', realm],
        ['events', realm],
      ],
    });
  return (
    <Alert color="amber" title={t('activity.notRecording')}>
      <Stack gap="sm" align="flex-start">
        <span>{t('activity.notRecordingHint')}</span>
        {mayManage && (
          <Button variant="default" size="xs" loading={running} onClick={() => void begin()}>
            {t('activity.record')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
