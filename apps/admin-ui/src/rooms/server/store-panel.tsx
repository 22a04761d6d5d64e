import { Badge, Group, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import type { Kept, StoreInfo } from '../../api/types.ts';
import { useFormat } from '../../i18n/format.ts';
import type { MessageKey } from '../../i18n/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { Panel } from '../../ui/panel.tsx';
import { KEPT_TEXT, PROMISE_TEXT } from './promise-text.ts';

const COUNTS: Readonly<Record<string, MessageKey>> = {
  sessions: 'server.countSessions',
  offlineSessions: 'server.countOffline',
  logins: 'server.countLogins',
  codes: 'server.countCodes',
};

const COLOURS: Readonly<Record<Kept, string>> = { kept: 'door', lost: 'red', depends: 'amber', none: 'gray', unknown: 'gray' };

/** What a session store holds, and what it promises of it. */
export function StorePanel({ store }: { readonly store: StoreInfo }) {
  const t = useText();
  const { number } = useFormat();
  return (
    <Panel title={t('server.store', { kind: store.kind })}>
      <Stack>
        <Group gap="xs">
          <Badge variant="light" color={store.healthy ? 'door' : 'red'}>
            {store.healthy ? t('server.healthy') : t('server.unhealthy')}
          </Badge>
          {store.primary && <Badge variant="light">{t('server.primary')}</Badge>}
          <Badge variant="default">{t('server.tag', { tag: store.tag })}</Badge>
        </Group>
        {store.counts === null && (
          <Text size="sm" c="dimmed">
            {t('server.noFigures')}
          </Text>
        )}
        <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
          {Object.entries(store.counts ?? {}).map(([name, value]) => (
            <div key={name}>
              <Text size="xs" c="dimmed">
                {COUNTS[name] === undefined ? name : t(COUNTS[name])}
              </Text>
              <Text fz="lg" fw={650}>
                {number(value)}
              </Text>
            </div>
          ))}
        </SimpleGrid>
        <Text size="sm" fw={600}>
          {t('server.promises')}
        </Text>
        <Table variant="vertical" aria-label={t('server.promises')} layout="fixed">
          <Table.Tbody>
            {Object.entries(store.promise).map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={500}>
                  {PROMISE_TEXT[name] === undefined ? name : t(PROMISE_TEXT[name])}
                </Table.Th>
                <Table.Td>
                  <Badge variant="light" color={COLOURS[value]}>
                    {t(KEPT_TEXT[value])}
                  </Badge>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Panel>
  );
}
