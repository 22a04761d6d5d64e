import { Anchor, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Client } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Panel } from '../../ui/panel.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useButtonAct } from '../../ui/use-act.ts';
import { bindClientFlow } from '../authentication/bind-client-flow.ts';
import { flowsQuery } from '../authentication/flow-query.ts';
import { BINDING_TEXT } from '../authentication/step-phrases.ts';
import { CLIENT_BINDINGS, type ClientBinding } from '../authentication/uses-of.ts';
import { realmQuery } from '../realms/realms-query.ts';

interface ClientFlowsTabProps {
  readonly realm: string;
  readonly client: Client;
  readonly readOnly: boolean;
}

/** The realm's flows, or some of its own. */
export function ClientFlowsTab({ realm, client, readOnly }: ClientFlowsTabProps) {
  const t = useText();
  const api = useApi();
  const { run, running } = useButtonAct();
  const flows = useQuery(flowsQuery(api, realm));
  const bindings = useQuery(realmQuery(api, realm)).data;
  const bind = (binding: ClientBinding, id: string) =>
    run(() => bindClientFlow(api, realm, client, binding, id), { done: t('common.saved'), changes: [['clients', realm]] });
  return (
    <Panel title={t('clientFlows.title')} description={t('clientFlows.hint')} maw={640}>
      <Loaded query={flows}>
        {(all) => (
          <Stack>
            {(Object.keys(CLIENT_BINDINGS) as ClientBinding[]).map((binding) => {
              const key = CLIENT_BINDINGS[binding];
              const bound = all.find(({ id }) => id === client.authenticationFlowBindingOverrides?.[binding]);
              const ofRealm = { value: '', label: t('clientFlows.realm', { flow: String(bindings?.[key] ?? '…') }) };
              const own = all.filter(({ providerId }) => providerId === 'basic-flow').map(({ id, alias }) => ({ value: id, label: alias }));
              return (
                <div key={binding}>
                  <Select
                    label={t(BINDING_TEXT[key])}
                    data={[ofRealm, ...own]}
                    value={bound?.id ?? ''}
                    onChange={(id) => void bind(binding, id ?? '')}
                    allowDeselect={false}
                    disabled={readOnly || running}
                  />
                  {bound && (
                    <Anchor component={RouterLink} to={paths.flow(realm, bound.id)} fz="sm" mt={4} display="inline-block">
                      {t('clientFlows.edit', { flow: bound.alias })}
                    </Anchor>
                  )}
                </div>
              );
            })}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}
