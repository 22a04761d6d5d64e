import { Button, FileInput, Group, Stack } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { describeError } from '../../ui/describe-error.ts';
import { FormError } from '../../ui/form-errors.tsx';
import { paths } from '../../ui/paths.ts';
import { Loaded } from '../../ui/states.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useGo } from '../../ui/use-go.ts';
import { type ImportReport, ImportReportView } from './import-report.tsx';
import { type RealmDocument, readRealmFile } from './read-realm-file.ts';

interface Chosen {
  readonly file: File;
  /** Null when the file is no realm. */
  readonly document: RealmDocument | null;
}

/** A realm from a file: first what will be different here, then the import itself. */
export function ImportRealmForm() {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const go = useGo();
  const router = useRouter();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [importing, setImporting] = useState(false);
  const [error, setError] = useState<string>();
  const document = chosen?.document ?? null;
  const report = useQuery({
    queryKey: ['import-report', chosen?.file.name, chosen?.file.size, chosen?.file.lastModified],
    queryFn: () => api.send<ImportReport>('POST', '/anteroom/import-report', document),
    enabled: document !== null,
    staleTime: 0,
  });
  const choose = async (file: File | null) => {
    setError(undefined);
    setChosen(file === null ? null : { file, document: readRealmFile(await file.text()) });
  };
  const run = async () => {
    if (document === null) return;
    setImporting(true);
    try {
      await act(() => api.create('/realms', document), {
        done: t('realms.created', { realm: document.realm }),
        changes: [['realms'], ['whoami']],
      });
      await router.invalidate();
      go(paths.realm(document.realm));
    } catch (failure) {
      setError(describeError(t, failure));
    } finally {
      setImporting(false);
    }
  };
  return (
    <Stack>
      <FileInput
        label={t('realms.file')}
        description={t('realms.fileHint')}
        placeholder={t('realms.fileChoose')}
        leftSection={<IconUpload size={16} aria-hidden />}
        accept="application/json,.json"
        value={chosen?.file ?? null}
        onChange={(file) => void choose(file)}
        error={chosen !== null && document === null ? t('realms.fileRule') : undefined}
      />
      {document !== null && <Loaded query={report}>{(found) => <ImportReportView report={found} />}</Loaded>}
      <FormError message={error} />
      <Group justify="flex-end">
        <Button loading={importing} disabled={document === null || report.data?.exists === true} onClick={() => void run()}>
          {t('realms.import')}
        </Button>
      </Group>
    </Stack>
  );
}
