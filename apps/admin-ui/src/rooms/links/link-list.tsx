import { ActionIcon, Anchor, Badge, Menu, Stack, Text } from '@mantine/core';
import { IconBan, IconDots, IconMailForward } from '@tabler/icons-react';
import type { MailedLink } from '../../api/link-types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ourRest, paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { useAct, useButtonAct } from '../../ui/use-act.ts';
import { isAlive, lifeOf, mayResend, STATE_COLOUR, STATE_TEXT } from './link-life.ts';

interface LinkListProps {
  readonly realm: string;
  readonly links: readonly MailedLink[];
  /** Whose they are is named where they are of many people. */
  readonly named: boolean;
  readonly readOnly: boolean;
}

/** Mailed links with what became of each. */
export function LinkList({ realm, links, named, readOnly }: LinkListProps) {
  const t = useText();
  return (
    <DataTable
      label={t('links.title')}
      rows={links}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'what',
          title: t('links.what'),
          cell: ({ userId, username, kind, actions, email, state }) => (
            <>
              {named && (
                <Anchor component={RouterLink} to={paths.user(realm, userId, 'link')} fw={500} className="anywhere" display="block">
                  {username || userId}
                </Anchor>
              )}
              <Text size="sm">{actions.length === 0 ? kind : actions.join(', ')}</Text>
              <Text size="xs" c="dimmed" className="anywhere">
                {state === 'issued' ? t('links.notMailed') : email}
              </Text>
            </>
          ),
        },
        { key: 'life', title: t('links.life'), cell: (link) => <LinkLife link={link} /> },
        {
          key: 'actions',
          title: t('common.actions'),
          silent: true,
          cell: (link) => (readOnly ? null : <LinkMenu realm={realm} link={link} />),
        },
      ]}
    />
  );
}

function LinkLife({ link }: { readonly link: MailedLink }) {
  const t = useText();
  const { dateTime } = useFormat();
  return (
    <Stack gap={4} align="flex-start">
      <Badge variant="light" color={STATE_COLOUR[link.state]}>
        {t(STATE_TEXT[link.state])}
      </Badge>
      <Text size="xs" c="dimmed" visibleFrom="sm" component="div">
        {lifeOf(link).map(({ key, at }) => (
          <div key={key}>{t(key, { when: dateTime(at) })}</div>
        ))}
      </Text>
      {link.mail !== null && link.mail.state !== 'sent' && link.mail.lastWords !== null && (
        <Text size="xs" className="anywhere">
          {t('links.serverSaid', { words: link.mail.lastWords })}
        </Text>
      )}
    </Stack>
  );
}

function LinkMenu({ realm, link }: { readonly realm: string; readonly link: MailedLink }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const { run } = useButtonAct();
  const confirm = useConfirm();
  const of = link.username || link.userId;
  const path = (verb: string) => ourRest(realm, `/links/${encodeURIComponent(link.id)}/${verb}`);
  const changes = [['links', realm]];
  const revoke = () =>
    confirm({
      title: t('links.revokeTitle', { user: of }),
      body: t('links.revokeBody'),
      action: t('links.revoke'),
      onConfirm: () => act(() => api.send('POST', path('revoke')), { done: t('links.revoked'), changes }),
    });
  if (!isAlive(link) && !mayResend(link)) return null;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('links.menuOf', { user: of })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayResend(link) && (
          <Menu.Item
            leftSection={<IconMailForward size={16} aria-hidden />}
            onClick={() => void run(() => api.send('POST', path('resend')), { done: t('links.resent', { email: link.email }), changes })}
          >
            {t('links.resend')}
          </Menu.Item>
        )}
        {isAlive(link) && (
          <Menu.Item color="red" leftSection={<IconBan size={16} aria-hidden />} onClick={revoke}>
            {t('links.revoke')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
