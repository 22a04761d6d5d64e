import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useText } from '../i18n/text.tsx';
import type { AttributeRow } from './attributes.ts';

interface AttributeRowsProps {
  readonly rows: readonly AttributeRow[];
  readonly onChange: (rows: AttributeRow[]) => void;
  /** Attributes whose names are given, and whether their values are, too. */
  readonly known?: readonly { readonly name: string; readonly readOnly: boolean }[];
  /** Other names may be added. */
  readonly free?: boolean;
  readonly readOnly: boolean;
}

/** Attributes of a user or a group, a row per value. */
export function AttributeRows({ rows, onChange, known = [], free = true, readOnly }: AttributeRowsProps) {
  const t = useText();
  const set = (index: number, changed: Partial<AttributeRow>) =>
    onChange(rows.map((row, other) => (other === index ? { ...row, ...changed } : row)));
  return (
    <Stack gap="xs">
      {rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('users.attributesNone')}
        </Text>
      )}
      {rows.map((row, index) => {
        const given = known.find(({ name }) => name === row.name);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its position; its texts change with every key
          <Group key={index} gap={6} wrap="nowrap" align="flex-start">
            <TextInput
              flex={1}
              aria-label={t('users.attributeName', { number: index + 1 })}
              placeholder={t('users.attributeNameHint')}
              readOnly={readOnly || given !== undefined}
              value={row.name}
              onChange={(event) => set(index, { name: event.currentTarget.value })}
            />
            <TextInput
              flex={2}
              aria-label={t('users.attributeValue', { number: index + 1 })}
              placeholder={t('users.attributeValueHint')}
              readOnly={readOnly || given?.readOnly}
              value={row.value}
              onChange={(event) => set(index, { value: event.currentTarget.value })}
            />
            {!readOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('common.removeNumber', { number: index + 1 })}
                onClick={() => onChange(rows.filter((_, other) => other !== index))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        );
      })}
      {!readOnly && free && (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...rows, { name: '', value: '' }])}
          >
            {t('users.attributeAdd')}
          </Button>
        </div>
      )}
    </Stack>
  );
}
