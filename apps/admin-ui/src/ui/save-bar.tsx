import { Button, Group, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useText } from '../i18n/text.tsx';
import { Dialog } from './dialog.tsx';

interface SaveBarProps {
  readonly dirty: boolean;
  readonly saving: boolean;
  readonly onDiscard: () => void;
}

/** The end of a form of changes: it appears with the first change, and guards against leaving without it. */
export function SaveBar({ dirty, saving, onDiscard }: SaveBarProps) {
  const t = useText();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && !saving && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty && !saving,
    withResolver: true,
  });
  return (
    <>
      <Group className="save-bar" data-dirty={dirty || undefined} justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {dirty ? t('common.unsaved') : ''}
        </Text>
        <Group gap="xs">
          {dirty && (
            <Button variant="default" onClick={onDiscard} disabled={saving}>
              {t('common.discard')}
            </Button>
          )}
          <Button type="submit" loading={saving} disabled={!dirty}>
            {t('common.save')}
          </Button>
        </Group>
      </Group>
      <Dialog opened={blocker.status === 'blocked'} onClose={() => blocker.reset?.()} title={t('common.leaveTitle')}>
        <Stack>
          <Text size="sm">{t('common.leaveBody')}</Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={() => blocker.reset?.()}>
              {t('common.stay')}
            </Button>
            <Button color="red" onClick={() => blocker.proceed?.()}>
              {t('common.leave')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
