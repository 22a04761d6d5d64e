import { ActionIcon, Popover } from '@mantine/core';
import { IconSunMoon } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useText } from '../i18n/text.tsx';
import { Loading } from '../ui/states.tsx';

const Appearance = lazy(async () => ({ default: (await import('./appearance.tsx')).Appearance }));

export function AppearanceMenu() {
  const t = useText();
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus withRoles>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shell.settings')}>
          <IconSunMoon size={20} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('shell.settings')}>
        <Suspense fallback={<Loading />}>
          <Appearance />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
