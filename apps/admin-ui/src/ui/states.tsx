import { Alert, Button, Center, Loader, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { describeError } from './describe-error.ts';

export function Loading() {
  const t = useText();
  return (
    <Center py="xl" role="status">
      <Loader size="sm" mr="sm" aria-hidden />
      <Text c="dimmed" size="sm">
        {t('common.loading')}
      </Text>
    </Center>
  );
}

export function ErrorState({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const t = useText();
  return (
    <Alert color="red" title={t('error.title')} icon={<IconAlertTriangle aria-hidden />}>
      <Stack gap="sm" align="flex-start">
        <span>{describeError(t, error)}</span>
        {retry && (
          <Button variant="default" size="xs" onClick={retry}>
            {t('common.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** Nothing to show, and what to do about it. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <Text fw={600}>{title}</Text>
      {children && (
        <Text c="dimmed" size="sm" maw="32rem" component="div">
          {children}
        </Text>
      )}
    </Stack>
  );
}

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}

/** What was loaded, or that it is being loaded, or why it could not be. Old data stays in sight while new data comes. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  return <Loading />;
}
