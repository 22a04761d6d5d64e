import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useText } from '../i18n/text.tsx';
import { useConsole } from '../ui/api-context.ts';
import { Dialog } from '../ui/dialog.tsx';

/** Nothing works without a session: the one way on is to sign in again, and back to here. */
export function SessionEndedDialog() {
  const t = useText();
  const { session, signInAgain } = useConsole();
  const [ended, setEnded] = useState(false);
  useEffect(() => session.onEnd(() => setEnded(true)), [session]);
  return (
    <Dialog opened={ended} title={t('auth.endedTitle')}>
      <Stack>
        <Text size="sm">{t('auth.endedBody')}</Text>
        <Group justify="flex-end">
          <Button onClick={signInAgain} data-autofocus>
            {t('auth.signIn')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
