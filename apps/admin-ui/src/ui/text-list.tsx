import { ActionIcon, Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef } from 'react';
import { useText } from '../i18n/text.tsx';

interface TextListProps {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly disabled?: boolean;
  readonly error?: string | undefined;
}

/** One field per entry. An empty list still shows a field to type into. */
export function TextList({ label, description, placeholder, value, onChange, disabled, error }: TextListProps) {
  const t = useText();
  const group = useRef<HTMLFieldSetElement>(null);
  const rows = value.length === 0 ? [''] : value;
  const set = (index: number, text: string) => onChange(rows.map((row, other) => (other === index ? text : row)));
  const add = () => {
    onChange([...rows, '']);
    requestAnimationFrame(() => [...(group.current?.querySelectorAll('input') ?? [])].at(-1)?.focus());
  };
  return (
    <Fieldset ref={group} className="text-list" legend={label} variant="unstyled" disabled={disabled}>
      {description && (
        <Text size="xs" c="dimmed" mb={6}>
          {description}
        </Text>
      )}
      <Stack gap={6}>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its position; its text changes with every key
          <Group key={index} gap={6} wrap="nowrap">
            <TextInput
              flex={1}
              aria-label={`${label} ${index + 1}`}
              placeholder={placeholder}
              value={row}
              error={error !== undefined && index === 0}
              onChange={(event) => set(index, event.currentTarget.value)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('common.removeNumber', { number: index + 1 })}
              disabled={disabled || (rows.length === 1 && row === '')}
              onClick={() => onChange(rows.filter((_, other) => other !== index))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        {error !== undefined && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {error}
          </Text>
        )}
        <div>
          <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={add} disabled={disabled}>
            {t('common.add')}
          </Button>
        </div>
      </Stack>
    </Fieldset>
  );
}
