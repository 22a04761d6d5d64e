import { Alert, Badge, Group, Stack, Text } from '@mantine/core';
import { useText } from '../../i18n/text.tsx';
import { DataTable } from '../../ui/data-table.tsx';

export interface ReportLine {
  /** `info`: kept, but without effect here. */
  readonly level: 'info' | 'warning';
  readonly path: string;
  readonly message: string;
}

/** What an import would do, without doing it. */
export interface ImportReport {
  readonly realm: string;
  readonly exists: boolean;
  readonly users: number;
  readonly report: readonly ReportLine[];
}

/** So many lines are shown; the command line prints all. */
const SHOWN = 200;

export function ImportReportView({ report: { realm, exists, users, report } }: { readonly report: ImportReport }) {
  const t = useText();
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Text fw={600}>{t('import.title', { realm })}</Text>
        <Text size="sm" c="dimmed">
          {t('import.users', { count: users })}
        </Text>
      </Group>
      {exists && <Alert color="red">{t('import.exists', { realm })}</Alert>}
      {report.length === 0 ? (
        <Alert color="door">{t('import.same')}</Alert>
      ) : (
        <>
          <Text size="sm">{t('import.differs', { count: report.length })}</Text>
          <DataTable
            label={t('import.report')}
            rows={report.slice(0, SHOWN).map((line, index) => ({ ...line, index }))}
            rowKey={({ index }) => String(index)}
            columns={[
              {
                key: 'level',
                title: t('import.level'),
                cell: ({ level }) => (
                  <Badge variant="light" color={level === 'warning' ? 'amber' : 'gray'}>
                    {t(level === 'warning' ? 'import.warning' : 'import.info')}
                  </Badge>
                ),
              },
              {
                key: 'what',
                title: t('import.what'),
                cell: ({ path, message }) => (
                  <>
                    <code className="anywhere">{path}</code>
                    <Text size="sm" className="anywhere">
                      {message}
                    </Text>
                  </>
                ),
              },
            ]}
          />
          {report.length > SHOWN && (
            <Text size="sm" c="dimmed">
              {t('import.more', { count: report.length - SHOWN })}
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}
