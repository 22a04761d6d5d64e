import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { paths } from '../../ui/paths.ts';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useMay } from '../../ui/who.ts';
import { clientsQuery } from '../clients/client-query.ts';
import { realmQuery } from '../realms/realms-query.ts';
import { AddStepDialog } from './add-step-dialog.tsx';
import { AddSubFlowDialog } from './add-sub-flow-dialog.tsx';
import { createFlowEdit } from './flow-edit.ts';
import { FlowMenu } from './flow-menu.tsx';
import { type FlowWithSteps, flowQuery } from './flow-query.ts';
import { FlowSteps } from './flow-steps.tsx';
import { FlowUses } from './flow-uses.tsx';
import { SimulatePanel } from './simulate-panel.tsx';
import { stepTree } from './step-tree.ts';
import { usesOf } from './uses-of.ts';

/** One flow as a list of sentences, with everything that can be changed about it. */
export function FlowPage() {
  const t = useText();
  const api = useApi();
  const { realm, id } = useParams({ from: '/realms/$realm/authentication/$id' });
  const flow = useQuery(flowQuery(api, realm, id));
  const bindings = useQuery(realmQuery(api, realm)).data ?? {};
  const clients = useQuery(clientsQuery(api, realm)).data ?? [];
  const mayManage = useMay(realm, 'manage-realm');
  const loaded = flow.data?.flow;
  const uses = loaded === undefined ? [] : usesOf(loaded, bindings, clients);
  return (
    <Page
      title={loaded?.alias ?? t('flow.one')}
      intro={
        <Stack gap={6}>
          <Text size="sm">{loaded?.description}</Text>
          <Group gap="xs" align="flex-start">
            {loaded?.builtIn && (
              <Badge variant="light" color="gray">
                {t('flows.builtIn')}
              </Badge>
            )}
            {loaded && <FlowUses realm={realm} uses={uses} />}
          </Group>
        </Stack>
      }
      back={{ to: paths.authentication(realm), label: t('flows.title') }}
      actions={loaded && mayManage && <FlowMenu wide realm={realm} flow={loaded} inUse={uses.length > 0} />}
    >
      <Loaded query={flow}>
        {(data) => (
          <>
            <Steps realm={realm} data={data} readOnly={!mayManage} />
            {mayManage && data.flow.providerId === 'basic-flow' && <SimulatePanel realm={realm} flow={data.flow} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Steps({
  realm,
  data: { flow, steps, problems },
  readOnly,
}: {
  readonly realm: string;
  readonly data: FlowWithSteps;
  readonly readOnly: boolean;
}) {
  const t = useText();
  const api = useApi();
  const [addingStep, step] = useDisclosure(false);
  const [addingSubFlow, subFlow] = useDisclosure(false);
  const edit = useMemo(() => createFlowEdit(api, realm, flow), [api, realm, flow]);
  const holder = { alias: flow.alias, kind: flow.providerId };
  const mayShape = !readOnly && !flow.builtIn;
  return (
    <Panel title={t('flow.steps')} description={mayShape && steps.length > 1 ? t('flow.keys') : undefined}>
      <Stack>
        {!readOnly && flow.builtIn && <Alert color="gray">{t('flow.builtInHint')}</Alert>}
        {steps.length === 0 ? (
          <EmptyState title={t('flow.none')}>{t('flow.noneHint')}</EmptyState>
        ) : (
          <FlowSteps
            realm={realm}
            edit={edit}
            problems={problems}
            label={t('flow.stepsOf', { flow: flow.alias })}
            nodes={stepTree(flow, steps)}
            readOnly={readOnly}
            fixed={!mayShape}
          />
        )}
        {mayShape && (
          <Group gap="xs">
            <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={step.open}>
              {t('flow.addStep')}
            </Button>
            {flow.providerId === 'basic-flow' && (
              <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={subFlow.open}>
                {t('flow.addSubFlow')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
      <AddStepDialog realm={realm} edit={edit} holder={holder} what="step" opened={addingStep} onClose={step.close} />
      <AddSubFlowDialog realm={realm} edit={edit} holder={holder} opened={addingSubFlow} onClose={subFlow.close} />
    </Panel>
  );
}
