import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type UseFormReturn, useFieldArray } from 'react-hook-form';
import type { ProfileAttribute } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import type { UserForm } from './user-form.ts';

interface AttributeFieldsProps {
  readonly form: UseFormReturn<UserForm>;
  /** The realm's user profile: what it names is fixed, other names are free. */
  readonly profile: readonly ProfileAttribute[];
  /** Names that the profile does not have are kept. */
  readonly free: boolean;
  readonly readOnly: boolean;
}

export function AttributeFields({ form, profile, free, readOnly }: AttributeFieldsProps) {
  const t = useText();
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'attributes' });
  return (
    <Stack gap="xs">
      {fields.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('users.attributesNone')}
        </Text>
      )}
      {fields.map((field, index) => {
        const known = profile.find(({ name }) => name === field.name);
        return (
          <Group key={field.id} gap={6} wrap="nowrap" align="flex-start">
            <TextInput
              flex={1}
              aria-label={t('users.attributeName', { number: index + 1 })}
              placeholder={t('users.attributeNameHint')}
              readOnly={readOnly || known !== undefined}
              {...form.register(`attributes.${index}.name`)}
            />
            <TextInput
              flex={2}
              aria-label={t('users.attributeValue', { number: index + 1 })}
              placeholder={t('users.attributeValueHint')}
              readOnly={readOnly || known?.readOnly}
              {...form.register(`attributes.${index}.value`)}
            />
            {!readOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('common.removeNumber', { number: index + 1 })}
                onClick={() => remove(index)}
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
            onClick={() => append({ name: '', value: '' })}
          >
            {t('users.attributeAdd')}
          </Button>
        </div>
      )}
    </Stack>
  );
}
