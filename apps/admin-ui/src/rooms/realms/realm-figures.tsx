import { Paper, SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SessionPage } from '../../api/types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { paths, rest } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';

/** How much there is of what, each figure the way to it. A figure that may not be seen or cannot be had is a dash. */
export function RealmFigures({ realm }: { readonly realm: string }) {
  const t = useText();
  const api = useApi();
  const users = useQuery({ queryKey: ['users', realm, 'count'], queryFn: () => api.get<number>(rest(realm, '/users/count')) });
  const clients = useQuery({
    queryKey: ['clients', realm, 'count'],
    queryFn: async () => (await api.get<readonly unknown[]>(rest(realm, '/clients'))).length,
  });
  const sessions = useQuery({
    queryKey: ['sessions', realm, 'count'],
    queryFn: async () => (await api.get<SessionPage>(`/anteroom${rest(realm, '/sessions')}`, { max: 1 })).total,
  });
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="lg">
      <Figure to={paths.users(realm)} label={t('shell.users')} value={users.data} />
      <Figure to={paths.clients(realm)} label={t('shell.clients')} value={clients.data} />
      <Figure to={paths.sessions(realm)} label={t('shell.sessions')} value={sessions.data} />
    </SimpleGrid>
  );
}

function Figure({ to, label, value }: { readonly to: string; readonly label: string; readonly value: number | undefined }) {
  const { number } = useFormat();
  return (
    <Paper withBorder radius="lg" p="md" component={RouterLink} to={to} className="figure">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={28} fw={650} lh={1.2}>
        {value === undefined ? '–' : number(value)}
      </Text>
    </Paper>
  );
}
