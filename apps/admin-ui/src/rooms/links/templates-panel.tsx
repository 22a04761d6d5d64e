import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MailTemplate } from '../../api/link-types.ts';
import { LOCALE_NAMES } from '../../i18n/locale.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Panel } from '../../ui/panel.tsx';
import { ourRest } from '../../ui/paths.ts';
import { Loaded } from '../../ui/states.tsx';
import { UserSelect } from '../users/user-select.tsx';
import { MailView } from './mail-view.tsx';

/** Languages that mails are written in; the console itself knows fewer. */
const LANGUAGES = { ...LOCALE_NAMES, fr: 'Français' };

/** Every mail as somebody would get it, in the language of one's choice. */
export function TemplatesPanel({ realm }: { readonly realm: string }) {
  const t = useText();
  const api = useApi();
  const [chosen, setChosen] = useState<string | null>(null);
  const [locale, setLocale] = useState('');
  const [user, setUser] = useState<string | null>(null);
  const templates = useQuery({
    queryKey: ['mail-templates', realm],
    queryFn: () => api.get<readonly MailTemplate[]>(ourRest(realm, '/mail-templates')),
    staleTime: 60_000,
  });
  return (
    <Panel title={t('links.tabTemplates')} description={t('mail.templatesHint')}>
      <Loaded query={templates}>
        {(all) => {
          const name = chosen ?? all[0]?.name ?? '';
          return (
            <Stack>
              <Group align="flex-end" gap="sm">
                <NativeSelect
                  label={t('mail.template')}
                  value={name}
                  data={all.map((template) => template.name)}
                  onChange={(event) => setChosen(event.currentTarget.value)}
                />
                <NativeSelect
                  label={t('shell.language')}
                  value={locale}
                  data={[
                    { value: '', label: t('mail.ownLanguage') },
                    ...Object.entries(LANGUAGES).map(([value, label]) => ({ value, label })),
                  ]}
                  onChange={(event) => setLocale(event.currentTarget.value)}
                />
                <UserSelect realm={realm} label={t('activity.person')} value={user} onChange={setUser} />
              </Group>
              {name === '' ? (
                <Text size="sm">{t('mail.noTemplates')}</Text>
              ) : (
                <MailView realm={realm} template={name} query={{ locale, userId: user ?? '' }} />
              )}
            </Stack>
          );
        }}
      </Loaded>
    </Panel>
  );
}
