import { Button, Center, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface NoticeProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** A page by itself, before or after the console. */
export function Notice({ title, children, action }: NoticeProps) {
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder radius="lg" p="xl" maw={480} w="100%" shadow="sm">
        <Stack gap="md" align="flex-start">
          <Title order={1}>{title}</Title>
          <Text size="sm" component="div" className="anywhere">
            {children}
          </Text>
          {action && <Button onClick={action.run}>{action.label}</Button>}
        </Stack>
      </Paper>
    </Center>
  );
}
