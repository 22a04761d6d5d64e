import { ActionIcon, type MantineColorScheme, Popover, SegmentedControl, Select, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { IconSunMoon } from '@tabler/icons-react';
import { LOCALE_NAMES, LOCALES, type Locale } from '../i18n/locale.ts';
import { useLanguage } from '../i18n/text.tsx';

export function AppearanceMenu() {
  const { t, locale, setLocale } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus withRoles>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shell.settings')}>
          <IconSunMoon size={20} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('shell.settings')}>
        <Stack gap="sm">
          <div>
            <Text size="sm" fw={500} mb={4} id="scheme-label">
              {t('shell.scheme')}
            </Text>
            <SegmentedControl
              aria-labelledby="scheme-label"
              value={colorScheme}
              onChange={(value) => setColorScheme(value as MantineColorScheme)}
              data={[
                { value: 'auto', label: t('shell.schemeAuto') },
                { value: 'light', label: t('shell.schemeLight') },
                { value: 'dark', label: t('shell.schemeDark') },
              ]}
            />
          </div>
          <Select
            label={t('shell.language')}
            data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
            value={locale}
            allowDeselect={false}
            onChange={(value) => value !== null && setLocale(value as Locale)}
            comboboxProps={{ withinPortal: false }}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
