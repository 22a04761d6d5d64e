import { Code, SegmentedControl, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MailPreview } from '../../api/link-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { ourRest } from '../../ui/paths.ts';
import { Loaded } from '../../ui/states.tsx';
import { MailBody } from './mail-body.tsx';

interface MailViewProps {
  readonly realm: string;
  readonly template: string;
  readonly query: Readonly<Record<string, string>>;
}

/** A mail before it is sent: its subject, its page and its text. */
export function MailView({ realm, template, query }: MailViewProps) {
  const t = useText();
  const api = useApi();
  const [form, setForm] = useState<'html' | 'text'>('html');
  const preview = useQuery({
    queryKey: ['mail-preview', realm, template, query],
    queryFn: () => api.get<MailPreview>(ourRest(realm, `/mail-templates/${encodeURIComponent(template)}/preview`), query),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={preview}>
      {({ subject, html, text, locale }) => (
        <Stack gap="sm">
          <Text fw={600} lang={locale}>
            {subject}
          </Text>
          <SegmentedControl
            aria-label={t('mail.form')}
            value={form}
            onChange={(value) => setForm(value === 'text' ? 'text' : 'html')}
            data={[
              { value: 'html', label: t('mail.html') },
              { value: 'text', label: t('mail.text') },
            ]}
          />
          {form === 'html' ? (
            <MailBody html={html} locale={locale} />
          ) : (
            <Code block className="anywhere" lang={locale}>
              {text}
            </Code>
          )}
        </Stack>
      )}
    </Loaded>
  );
}
