import { Badge, Button, Group, Select, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { MailMessage } from '../../api/link-types.ts';
import { useFormat } from '../../i18n/format.ts';
import type { MessageKey } from '../../i18n/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Paged } from '../../ui/paged.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ourRest } from '../../ui/paths.ts';
import { Loaded } from '../../ui/states.tsx';
import { useButtonAct } from '../../ui/use-act.ts';
import { useAddress } from '../../ui/use-address.ts';

const SIZE = 20;
/** What waits is looked at again. */
const REFRESH = 5_000;
const STATES: Readonly<Record<string, MessageKey>> = {
  queued: 'linkState.queued',
  sending: 'linkState.sending',
  retrying: 'linkState.retrying',
  sent: 'linkState.sent',
  failed: 'linkState.failed',
  expired: 'linkState.expired',
};

/** The mail queue with the last words of the SMTP server. */
export function MailPanel({ realm, readOnly }: { readonly realm: string; readonly readOnly: boolean }) {
  const t = useText();
  const api = useApi();
  const { dateTime } = useFormat();
  const { run, running } = useButtonAct();
  const { filters, page, show } = useAddress();
  const { state } = filters;
  const mail = useQuery({
    queryKey: ['mail', realm, state, page],
    queryFn: () =>
      api.get<{ readonly messages: readonly MailMessage[] }>(ourRest(realm, '/mail'), { state, first: (page - 1) * SIZE, max: SIZE + 1 }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH,
  });
  const retry = ({ id }: MailMessage) =>
    run(() => api.send('POST', ourRest(realm, `/mail/${encodeURIComponent(id)}/retry`)), {
      done: t('mail.retried'),
      changes: [
        ['mail', realm],
        ['links', realm],
      ],
    });
  return (
    <Panel p={0}>
      <Group p="sm">
        <Select
          aria-label={t('links.anyState')}
          placeholder={t('links.anyState')}
          clearable
          clearButtonProps={{ 'aria-label': t('links.anyState') }}
          data={Object.entries(STATES).map(([value, key]) => ({ value, label: t(key) }))}
          value={state !== undefined && state in STATES ? state : null}
          onChange={(chosen) => show({ state: chosen ?? '' })}
        />
      </Group>
      <Loaded query={mail}>
        {({ messages }) => (
          <Paged
            rows={messages}
            size={SIZE}
            page={page}
            empty={{ title: t('mail.none'), hint: t('mail.noneHint') }}
            onPage={(wanted) => show({ page: wanted })}
          >
            {(shown) => (
              <DataTable
                label={t('links.tabMail')}
                rows={shown}
                rowKey={({ id }) => id}
                columns={[
                  {
                    key: 'to',
                    title: t('mail.to'),
                    cell: ({ to, template }) => (
                      <>
                        <span className="anywhere">{to}</span>
                        <Text size="xs" c="dimmed">
                          {template}
                        </Text>
                      </>
                    ),
                  },
                  {
                    key: 'state',
                    title: t('mail.state'),
                    cell: ({ state: now, attempts, lastWords }) => (
                      <>
                        <Badge
                          variant="light"
                          color={now === 'failed' ? 'red' : now === 'retrying' ? 'amber' : now === 'sent' ? 'door' : 'gray'}
                        >
                          {STATES[now] === undefined ? now : t(STATES[now])}
                        </Badge>
                        {attempts > 1 && (
                          <Text size="xs" c="dimmed">
                            {t('mail.attempts', { count: attempts })}
                          </Text>
                        )}
                        {lastWords !== null && (
                          <Text size="xs" className="anywhere">
                            {t('links.serverSaid', { words: lastWords })}
                          </Text>
                        )}
                      </>
                    ),
                  },
                  {
                    key: 'when',
                    title: t('mail.when'),
                    from: 'sm',
                    cell: ({ createdAt, sentAt, dueAt }) => (
                      <Text size="xs" c="dimmed" component="div">
                        <div>{t('links.madeAt', { when: dateTime(createdAt) })}</div>
                        {sentAt !== null && <div>{t('links.sentAt', { when: dateTime(sentAt) })}</div>}
                        {sentAt === null && <div>{t('mail.nextAt', { when: dateTime(dueAt) })}</div>}
                      </Text>
                    ),
                  },
                  {
                    key: 'actions',
                    title: t('common.actions'),
                    silent: true,
                    cell: (message) =>
                      readOnly || !(message.state === 'failed' || message.state === 'retrying') ? null : (
                        <Button
                          size="compact-sm"
                          variant="subtle"
                          disabled={running}
                          aria-label={`${t('mail.retry')}: ${message.to}`}
                          onClick={() => void retry(message)}
                        >
                          {t('mail.retry')}
                        </Button>
                      ),
                  },
                ]}
              />
            )}
          </Paged>
        )}
      </Loaded>
    </Panel>
  );
}
