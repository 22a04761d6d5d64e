import { Paper, type PaperProps, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface PanelProps extends PaperProps {
  readonly title?: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
}

/** A surface on the canvas; with a heading when a page has several. */
export function Panel({ title, description, children, ...rest }: PanelProps) {
  return (
    <Paper withBorder radius="lg" p="lg" component="section" aria-label={title} {...rest}>
      {title && (
        <Title order={2} mb={description ? 4 : 'md'}>
          {title}
        </Title>
      )}
      {description && (
        <Text size="sm" c="dimmed" mb="md" component="div">
          {description}
        </Text>
      )}
      {children}
    </Paper>
  );
}
