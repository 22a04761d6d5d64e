import { Code, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useConsole } from '../api-context.ts';
import { Copy } from '../copy.tsx';
import { asCurl, asKcadm } from './as-command.ts';
import './calls.css';

/** The calls of this page, each as a command. */
export function Calls() {
  const t = useText();
  const { calls, server } = useConsole();
  const [form, setForm] = useState<'curl' | 'kcadm'>('curl');
  const recent = useSyncExternalStore(calls.subscribe, calls.recent);
  const lines = recent
    .filter(({ from }) => from === window.location.pathname)
    .flatMap((call) => (form === 'curl' ? asCurl(call, server) : (asKcadm(call) ?? [])));
  return (
    <Stack gap="sm">
      <Text size="sm">{t('calls.hint')}</Text>
      <SegmentedControl
        aria-label={t('calls.form')}
        value={form}
        onChange={(value) => setForm(value === 'kcadm' ? 'kcadm' : 'curl')}
        data={[
          { value: 'curl', label: t('calls.curl') },
          { value: 'kcadm', label: t('calls.kcadm') },
        ]}
      />
      {lines.length === 0 && <Text size="sm">{t('calls.none')}</Text>}
      <ul className="calls">
        {lines.map((line) => (
          <li key={line}>
            <Code block className="anywhere call">
              {line}
            </Code>
            <Copy value={line} label={line.slice(0, 60)} />
          </li>
        ))}
      </ul>
      {form === 'curl' && (
        <Text size="xs" c="dimmed">
          {t('calls.token')}
        </Text>
      )}
    </Stack>
  );
}
