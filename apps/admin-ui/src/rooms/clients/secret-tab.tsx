import { ActionIcon, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Client } from '../../api/types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Copy } from '../../ui/copy.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useAct } from '../../ui/use-act.ts';
import { clientPath } from './client-query.ts';

interface SecretTabProps {
  readonly realm: string;
  readonly client: Client;
  readonly readOnly: boolean;
}

export function SecretTab({ realm, client, readOnly }: SecretTabProps) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const confirm = useConfirm();
  const { dateTime } = useFormat();
  const [shown, setShown] = useState(false);
  const path = clientPath(realm, client.id, '/client-secret');
  const secret = useQuery({
    queryKey: ['clients', realm, client.id, 'secret'],
    queryFn: () => api.get<{ value?: string }>(path),
    gcTime: 0,
  });
  const made = Number(client.attributes['client.secret.creation.time']);
  const regenerate = () =>
    confirm({
      title: t('clients.regenerateTitle', { client: client.clientId }),
      body: t('clients.regenerateBody'),
      action: t('clients.regenerate'),
      onConfirm: async () => {
        await act(() => api.send('POST', path), { done: t('clients.regenerated'), changes: [['clients', realm, client.id]] });
        setShown(true);
      },
    });
  return (
    <Panel title={t('clients.secret')} description={t('clients.secretHint')} maw={640}>
      <Stack>
        <Loaded query={secret}>
          {({ value }) =>
            value === undefined ? (
              <EmptyState title={t('clients.secretNone')} />
            ) : (
              <Group gap={4} wrap="nowrap">
                <Code className="anywhere" data-testid="secret">
                  {shown ? value : '•'.repeat(24)}
                </Code>
                <ActionIcon
                  variant="subtle"
                  size="sm"
                  aria-label={shown ? t('clients.hideSecret') : t('clients.showSecret')}
                  onClick={() => setShown(!shown)}
                >
                  {shown ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
                </ActionIcon>
                {!readOnly && <Copy value={value} label={t('clients.secret')} />}
              </Group>
            )
          }
        </Loaded>
        {Number.isFinite(made) && made > 0 && (
          <Text size="sm" c="dimmed">
            {t('clients.secretMade', { when: dateTime(made * 1000) })}
          </Text>
        )}
        {readOnly ? (
          <Text size="sm">{t('clients.secretMasked')}</Text>
        ) : (
          <div>
            <Button variant="default" onClick={regenerate}>
              {t('clients.regenerate')}
            </Button>
          </div>
        )}
      </Stack>
    </Panel>
  );
}
