import { Alert, Button, Group, SegmentedControl, Select, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Flow } from '../../api/flow-types.ts';
import type { TraceStep } from '../../api/login-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Panel } from '../../ui/panel.tsx';
import { ourRest } from '../../ui/paths.ts';
import { ErrorState } from '../../ui/states.tsx';
import { TraceSteps } from '../activity/trace-steps.tsx';
import { clientsQuery } from '../clients/client-query.ts';
import { UserSelect } from '../users/user-select.tsx';

interface Simulated {
  readonly outcome: 'complete' | 'refused' | 'page' | 'mailed';
  readonly refusal: string | null;
  readonly page: { readonly kind: string } | null;
  readonly acr: string | null;
  readonly amr: readonly string[];
  readonly transient: boolean;
  readonly steps: readonly TraceStep[];
}

const OUTCOME = { complete: 'simulate.complete', refused: 'simulate.refused', page: 'simulate.page', mailed: 'simulate.mailed' } as const;
type Answer = 'right' | 'wrong';

/** Runs the flow for somebody without doing anything: the same steps as a login, and nothing is written. */
export function SimulatePanel({ realm, flow }: { readonly realm: string; readonly flow: Flow }) {
  const t = useText();
  const api = useApi();
  const clients = useQuery(clientsQuery(api, realm)).data ?? [];
  const [client, setClient] = useState<string | null>(null);
  const [user, setUser] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const [binding, setBinding] = useState('browser');
  const [password, setPassword] = useState<Answer>('right');
  const [otp, setOtp] = useState<Answer>('right');
  const [session, setSession] = useState(false);
  const run = useMutation({
    mutationFn: () =>
      api.send<Simulated>('POST', ourRest(realm, '/flows/simulate'), {
        flow: flow.id,
        binding,
        client,
        user: user?.name,
        password,
        otp,
        session,
      }),
  });
  const answers = [
    { value: 'right', label: t('simulate.right') },
    { value: 'wrong', label: t('simulate.wrong') },
  ];
  return (
    <Panel title={t('simulate.title')} description={t('simulate.hint')}>
      <Stack>
        <Group align="flex-end" gap="sm">
          <UserSelect
            realm={realm}
            label={t('activity.person')}
            value={user?.id ?? null}
            onChange={(_, option) => setUser(option === null ? null : { id: option.value, name: option.label })}
          />
          <Select
            label={t('activity.client')}
            searchable
            limit={100}
            data={clients.map(({ clientId }) => clientId)}
            value={client}
            onChange={setClient}
          />
          <SegmentedControl
            aria-label={t('flows.bindUse')}
            value={binding}
            onChange={setBinding}
            data={[
              { value: 'browser', label: t('binding.browser') },
              { value: 'direct_grant', label: t('binding.directGrant') },
            ]}
          />
        </Group>
        <Group gap="lg">
          <Group gap="xs">
            <Text size="sm">{t('simulate.password')}</Text>
            <SegmentedControl
              size="xs"
              aria-label={t('simulate.password')}
              value={password}
              onChange={(value) => setPassword(value as Answer)}
              data={answers}
            />
          </Group>
          <Group gap="xs">
            <Text size="sm">{t('simulate.otp')}</Text>
            <SegmentedControl
              size="xs"
              aria-label={t('simulate.otp')}
              value={otp}
              onChange={(value) => setOtp(value as Answer)}
              data={answers}
            />
          </Group>
          <Switch label={t('simulate.session')} checked={session} onChange={(event) => setSession(event.currentTarget.checked)} />
        </Group>
        <div>
          <Button variant="default" loading={run.isPending} disabled={user === null || client === null} onClick={() => run.mutate()}>
            {t('simulate.run')}
          </Button>
        </div>
        {run.isError && <ErrorState error={run.error} />}
        {run.data && <Result result={run.data} />}
      </Stack>
    </Panel>
  );
}

function Result({ result: { outcome, refusal, page, acr, amr, transient, steps } }: { readonly result: Simulated }) {
  const t = useText();
  const words = t(OUTCOME[outcome], { reason: refusal ?? '', page: page?.kind ?? '' });
  return (
    <Stack gap="sm" role="status">
      <Alert color={outcome === 'refused' ? 'red' : outcome === 'complete' ? 'door' : 'amber'} title={words}>
        {outcome === 'complete' && (
          <>
            {t('simulate.proof', { acr: acr ?? '–', amr: amr.join(', ') || '–' })} {transient && t('simulate.transient')}
          </>
        )}
      </Alert>
      <TraceSteps steps={steps} />
    </Stack>
  );
}
