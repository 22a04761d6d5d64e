import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTerminal2 } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Dialog } from '../dialog.tsx';
import { Loading } from '../states.tsx';

const Calls = lazy(async () => ({ default: (await import('./calls.tsx')).Calls }));

/** The page as the calls that a script would make. */
export function CallsButton() {
  const t = useText();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="subtle" color="gray" leftSection={<IconTerminal2 size={16} aria-hidden />} onClick={dialog.open}>
        {t('calls.open')}
      </Button>
      <Dialog opened={opened} onClose={dialog.close} title={t('calls.title')} size="xl">
        <Suspense fallback={<Loading />}>
          <Calls />
        </Suspense>
      </Dialog>
    </>
  );
}
