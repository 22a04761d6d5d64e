import { Badge, Text } from '@mantine/core';
import { useText } from '../i18n/text.tsx';

/** The rule is said quietly, the exception stands out. */
export function EnabledState({ enabled }: { readonly enabled: boolean }) {
  const t = useText();
  if (enabled) {
    return (
      <Text size="sm" c="dimmed" component="span">
        {t('common.enabled')}
      </Text>
    );
  }
  return (
    <Badge variant="light" color="gray">
      {t('common.disabled')}
    </Badge>
  );
}
