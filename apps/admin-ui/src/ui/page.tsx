import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useText } from '../i18n/text.tsx';
import { CallsButton } from './calls/calls-button.tsx';
import { RouterLink } from './router-link.tsx';

interface PageProps {
  readonly title: string;
  /** One line under the title. */
  readonly intro?: ReactNode;
  /** Where the way back leads, and what it is called. */
  readonly back?: { readonly to: string; readonly label: string };
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a room: its heading takes the focus when one walks in, so that a screen reader says where one is. */
export function Page({ title, intro, back, actions, children }: PageProps) {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const pathname = useLocation({ select: (location) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: walking to another address is what moves the focus
  useEffect(() => heading.current?.focus({ preventScroll: true }), [pathname]);
  useEffect(() => {
    document.title = `${title} – ${t('common.product')}`;
  }, [title, t]);
  return (
    <Stack className="page" gap="lg">
      <header>
        {back && (
          <Anchor component={RouterLink} to={back.to} fz="sm" mb={4} display="inline-flex">
            <Group gap={4} component="span">
              <IconArrowLeft size={14} aria-hidden />
              {t('common.back', { place: back.label })}
            </Group>
          </Anchor>
        )}
        <Group justify="space-between" align="flex-start" gap="sm">
          <div>
            <Title order={1} ref={heading} tabIndex={-1} className="anywhere">
              {title}
            </Title>
            {intro && (
              <Text c="dimmed" size="sm" mt={4} component="div">
                {intro}
              </Text>
            )}
          </div>
          <Group gap="xs">
            <CallsButton />
            {actions}
          </Group>
        </Group>
      </header>
      {children}
    </Stack>
  );
}
