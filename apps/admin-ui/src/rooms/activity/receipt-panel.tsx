import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Receipt, ReceiptCheck } from '../../api/login-types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ourRest } from '../../ui/paths.ts';
import { ErrorState } from '../../ui/states.tsx';
import { KEPT_TEXT, PROMISE_TEXT } from '../server/promise-text.ts';

interface ReceiptPanelProps {
  readonly realm: string;
  readonly receipt: Receipt | null;
  readonly sessionId: string | null;
}

/** What was written for a login, in which store, and what that store promises; and whether it is still so. */
export function ReceiptPanel({ realm, receipt, sessionId }: ReceiptPanelProps) {
  const t = useText();
  const api = useApi();
  const { dateTime } = useFormat();
  const check = useMutation({
    mutationFn: () => api.get<ReceiptCheck>(ourRest(realm, `/sessions/${encodeURIComponent(sessionId ?? '')}/receipt`)),
  });
  return (
    <Panel title={t('receipt.title')} description={t('receipt.hint')}>
      <Stack>
        {receipt === null && <Text size="sm">{t('receipt.none')}</Text>}
        {receipt?.transient === true && <Alert color="amber">{t('receipt.transient', { writes: receipt.writesSaved })}</Alert>}
        {receipt !== null && receipt.records.length > 0 && (
          <DataTable
            label={t('receipt.title')}
            rows={receipt.records}
            rowKey={({ type, id }) => `${type} ${id}`}
            columns={[
              { key: 'type', title: t('receipt.record'), cell: ({ type }) => type },
              { key: 'id', title: t('receipt.id'), from: 'md', cell: ({ id }) => <code className="anywhere">{id}</code> },
              { key: 'store', title: t('sessions.store'), cell: ({ store }) => store },
              {
                key: 'promise',
                title: t('receipt.promise'),
                from: 'sm',
                cell: ({ promise }) => (
                  <List size="xs" spacing={0}>
                    {Object.entries(promise ?? {}).map(([what, kept]) => (
                      <List.Item key={what}>
                        {PROMISE_TEXT[what] === undefined ? what : t(PROMISE_TEXT[what])}: {t(KEPT_TEXT[kept])}
                      </List.Item>
                    ))}
                  </List>
                ),
              },
              {
                key: 'expires',
                title: t('receipt.expires'),
                from: 'sm',
                cell: ({ expiresAt }) => dateTime(expiresAt),
              },
            ]}
          />
        )}
        {sessionId !== null && (
          <div>
            <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
              {t('receipt.check')}
            </Button>
          </div>
        )}
        {check.isError && <ErrorState error={check.error} />}
        {check.data && (
          <Alert color={check.data.holds ? 'door' : 'red'} role="status" title={t(check.data.holds ? 'receipt.holds' : 'receipt.broken')}>
            <List size="sm">
              {check.data.findings.map(({ record, why }) => (
                <List.Item key={`${record} ${why}`}>
                  {record}: {why}
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
      </Stack>
    </Panel>
  );
}
