import { Alert, Anchor, List, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Client } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Panel } from '../../ui/panel.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { useAct, useButtonAct } from '../../ui/use-act.ts';
import { clientPath, isTransient, TRANSIENT } from './client-query.ts';

interface ClientSessionsTabProps {
  readonly realm: string;
  readonly client: Client;
  readonly readOnly: boolean;
}

/** The transient switch, with what each choice stores. */
export function ClientSessionsTab({ realm, client, readOnly }: ClientSessionsTabProps) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const button = useButtonAct();
  const confirm = useConfirm();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const transient = wanted ?? isTransient(client);

  const change = (next: boolean) => {
    const body = { ...client, attributes: { ...client.attributes, [TRANSIENT]: String(next) } };
    const work = () => api.send('PUT', clientPath(realm, client.id), body);
    const options = { done: next ? t('transient.switchedOn') : t('transient.switchedOff'), changes: [['clients', realm]] };
    if (next) {
      confirm({
        title: t('transient.confirmTitle', { client: client.clientId }),
        body: t('transient.confirmBody'),
        action: t('transient.confirm'),
        danger: false,
        onConfirm: () => act(work, options),
      });
      return;
    }
    setWanted(next);
    void button.run(work, options).finally(() => setWanted(null));
  };

  return (
    <Stack gap="lg">
      <Panel title={t('transient.title')} description={t('transient.intro')} maw={760}>
        <Radio.Group
          value={transient ? 'transient' : 'kept'}
          onChange={(value) => change(value === 'transient')}
          aria-label={t('transient.title')}
        >
          <Stack gap="md">
            <div>
              <Radio value="kept" label={t('transient.kept')} disabled={readOnly || button.running} fw={500} />
              <Consequences items={[t('transient.kept1'), t('transient.kept2'), t('transient.kept3')]} />
            </div>
            <div>
              <Radio value="transient" label={t('transient.none')} disabled={readOnly || button.running} fw={500} />
              <Consequences items={[t('transient.none1'), t('transient.none2'), t('transient.none3'), t('transient.none4')]} />
            </div>
          </Stack>
        </Radio.Group>
        {transient && (
          <Alert color="amber" mt="md">
            {t('transient.audit')}
          </Alert>
        )}
      </Panel>
      <Text size="sm">
        <Anchor component={RouterLink} to={paths.sessions(realm, { client: client.clientId })}>
          {t('transient.sessions', { client: client.clientId })}
        </Anchor>
      </Text>
    </Stack>
  );
}

function Consequences({ items }: { readonly items: readonly string[] }) {
  return (
    <List size="sm" c="dimmed" pl={32} mt={4} spacing={2}>
      {items.map((item) => (
        <List.Item key={item}>{item}</List.Item>
      ))}
    </List>
  );
}
