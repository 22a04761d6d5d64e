import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { LoginTrace } from '../../api/login-types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ourRest, paths } from '../../ui/paths.ts';
import { Loaded } from '../../ui/states.tsx';
import { LoginOutcome } from './logins-tab.tsx';
import { ReceiptPanel } from './receipt-panel.tsx';
import { TraceSteps } from './trace-steps.tsx';

/** Why a login ended as it did, and what it left behind. */
export function LoginPage() {
  const t = useText();
  const api = useApi();
  const { dateTime } = useFormat();
  const { realm, id } = useParams({ from: '/realms/$realm/activity/logins/$id' });
  const login = useQuery({
    queryKey: ['logins', realm, id],
    queryFn: () => api.get<LoginTrace>(ourRest(realm, `/logins/${encodeURIComponent(id)}`)),
  });
  return (
    <Page
      title={t('login.title', { user: login.data?.username ?? t('event.somebody') })}
      intro={
        login.data && (
          <Group gap="xs">
            <span>{dateTime(login.data.time)}</span>
            {login.data.clientId !== null && <span>{login.data.clientId}</span>}
            <LoginOutcome login={login.data} />
          </Group>
        )
      }
      back={{ to: paths.activity(realm, 'logins'), label: t('activity.tabLogins') }}
    >
      <Loaded query={login}>
        {({ steps, receipt, sessionId, flow }) => (
          <>
            <Panel title={t('login.steps')} description={t('login.flow', { flow })}>
              {steps.length === 0 ? <Text size="sm">{t('login.noSteps')}</Text> : <TraceSteps steps={steps} />}
            </Panel>
            <ReceiptPanel realm={realm} receipt={receipt} sessionId={sessionId} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
