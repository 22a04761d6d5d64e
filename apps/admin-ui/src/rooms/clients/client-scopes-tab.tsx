import { Stack } from '@mantine/core';
import type { ProtocolMapper } from '../../api/access-types.ts';
import type { Client } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AssignmentTable } from '../client-scopes/assignment-table.tsx';
import { MapperList } from '../client-scopes/mapper-list.tsx';
import { clientPath } from './client-query.ts';
import { TokenPreview } from './token-preview.tsx';

interface ClientScopesTabProps {
  readonly realm: string;
  readonly client: Client & { readonly protocolMappers?: readonly ProtocolMapper[] };
  readonly readOnly: boolean;
}

/** What goes into this client's tokens: its scopes, its own mappers, and how a token looks then. */
export function ClientScopesTab({ realm, client, readOnly }: ClientScopesTabProps) {
  const t = useText();
  const path = clientPath(realm, client.id);
  return (
    <Stack gap="lg">
      <TokenPreview realm={realm} client={client} />
      <Panel title={t('scopes.ofClient')} description={t('scopes.ofClientHint')}>
        <AssignmentTable
          realm={realm}
          owner={path}
          ofRealm={false}
          queryKey={['clients', realm, client.id, 'scopes']}
          readOnly={readOnly}
        />
      </Panel>
      <MapperList
        owner={path}
        mappers={client.protocolMappers ?? []}
        changes={[['clients', realm, client.id]]}
        description={t('mappers.ofClient')}
        readOnly={readOnly}
      />
    </Stack>
  );
}
