import { type MantineColorScheme, SegmentedControl, Select, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { LOCALE_NAMES, LOCALES, type Locale } from '../i18n/locale.ts';
import { useLanguage } from '../i18n/text.tsx';

/** Colours and language, in a menu that few open. */
export function Appearance() {
  const { t, locale, setLocale } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
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
  );
}
