import { ActionIcon, Code, CopyButton, Group, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useText } from '../i18n/text.tsx';

/** A value and the button that copies it. `label` says what it is. */
export function Copyable({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <Group gap={4} wrap="nowrap">
      <Code className="anywhere">{value}</Code>
      <Copy value={value} label={label} />
    </Group>
  );
}

export function Copy({ value, label }: { readonly value: string; readonly label: string }) {
  const t = useText();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('common.copied') : t('common.copy')}>
          <ActionIcon variant="subtle" size="sm" onClick={copy} aria-label={`${copied ? t('common.copied') : t('common.copy')}: ${label}`}>
            {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
