import { Code, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Client } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Panel } from '../../ui/panel.tsx';
import { Loaded } from '../../ui/states.tsx';
import { UserSelect } from '../users/user-select.tsx';
import { clientPath } from './client-query.ts';

const KINDS = { access: 'generate-example-access-token', id: 'generate-example-id-token', userinfo: 'generate-example-userinfo' } as const;
type Kind = keyof typeof KINDS;
const PAUSE = 300;

/** How a token of this client would look for a person, as the settings are now. Nothing is issued. */
export function TokenPreview({ realm, client }: { readonly realm: string; readonly client: Client }) {
  const t = useText();
  const api = useApi();
  const [user, setUser] = useState<string | null>(null);
  const [scope, setScope] = useState('openid');
  const [kind, setKind] = useState<Kind>('access');
  const [asked] = useDebouncedValue(scope.trim(), PAUSE);
  const example = useQuery({
    queryKey: ['clients', realm, client.id, 'example', kind, user, asked],
    queryFn: () => api.get<object>(clientPath(realm, client.id, `/evaluate-scopes/${KINDS[kind]}`), { scope: asked, userId: user ?? '' }),
    enabled: user !== null,
    placeholderData: keepPreviousData,
  });
  return (
    <Panel title={t('preview.title')} description={t('preview.hint')}>
      <Stack>
        <Group align="flex-end" gap="sm">
          <UserSelect realm={realm} label={t('preview.user')} value={user} onChange={setUser} />
          <TextInput
            label={t('preview.scope')}
            value={scope}
            onChange={(event) => setScope(event.currentTarget.value)}
            autoComplete="off"
          />
          <SegmentedControl
            aria-label={t('preview.kind')}
            value={kind}
            onChange={(value) => setKind(value as Kind)}
            data={[
              { value: 'access', label: t('preview.access') },
              { value: 'id', label: t('preview.id') },
              { value: 'userinfo', label: t('preview.userinfo') },
            ]}
          />
        </Group>
        {user === null ? (
          <Text size="sm" c="dimmed">
            {t('preview.choose')}
          </Text>
        ) : (
          <Loaded query={example}>
            {(token) => (
              <Code block className="anywhere" tabIndex={0} role="region" aria-label={t('preview.title')}>
                {JSON.stringify(token, null, 2)}
              </Code>
            )}
          </Loaded>
        )}
      </Stack>
    </Panel>
  );
}
