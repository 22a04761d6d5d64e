import { ActionIcon, Group, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useText } from '../i18n/text.tsx';

interface PagerProps {
  /** From 1. */
  readonly page: number;
  readonly size: number;
  /** Rows on this page. */
  readonly shown: number;
  /** All rows; null when the server does not count them, `more` then says whether another page follows. */
  readonly total: number | null;
  readonly more?: boolean;
  readonly onPage: (page: number) => void;
}

export function Pager({ page, size, shown, total, more = false, onPage }: PagerProps) {
  const t = useText();
  const first = (page - 1) * size + 1;
  const last = first + shown - 1;
  const hasNext = total === null ? more : last < total;
  if (page === 1 && !hasNext && total === null) return null;
  return (
    <Group component="nav" aria-label={t('common.pages')} justify="flex-end" gap="xs" px="sm" py="xs">
      <Text size="xs" c="dimmed" role="status">
        {total === null
          ? t('common.rangeOpen', { first, last })
          : t('common.range', { first: shown === 0 ? 0 : first, last: shown === 0 ? 0 : last, total })}
      </Text>
      <ActionIcon variant="default" size="sm" aria-label={t('common.previous')} disabled={page <= 1} onClick={() => onPage(page - 1)}>
        <IconChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="default" size="sm" aria-label={t('common.next')} disabled={!hasNext} onClick={() => onPage(page + 1)}>
        <IconChevronRight size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
