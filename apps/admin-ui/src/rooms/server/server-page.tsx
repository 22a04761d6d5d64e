import { SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi, useConsole } from '../../ui/api-context.ts';
import { Page } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { DrainPanel } from './drain-panel.tsx';
import { NodesPanel } from './nodes-panel.tsx';
import { pauseOf, serverQuery } from './server-query.ts';
import { StorePanel } from './store-panel.tsx';

export function ServerPage() {
  const t = useText();
  const { now } = useConsole();
  const { relative } = useFormat();
  const api = useApi();
  const server = useQuery({ ...serverQuery(api), refetchInterval: ({ state }) => pauseOf(state.data) });
  const { data } = server;
  const intro = data && t('server.intro', { version: data.version, database: data.database.kind, since: relative(data.startedAt, now()) });
  return (
    <Page title={t('server.title')} intro={intro}>
      <Loaded query={server}>
        {({ stores, nodes, drain }) => (
          <Stack gap="lg">
            {drain && <DrainPanel drain={drain} stores={stores} />}
            <SimpleGrid cols={{ base: 1, lg: stores.length > 1 ? 2 : 1 }} spacing="lg">
              {stores.map((store) => (
                <StorePanel key={store.tag} store={store} />
              ))}
            </SimpleGrid>
            <NodesPanel nodes={nodes} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
