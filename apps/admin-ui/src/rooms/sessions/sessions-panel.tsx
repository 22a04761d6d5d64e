import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { User } from '../../api/types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { SessionTable } from './session-table.tsx';
import { rowKey } from './sessions-query.ts';
import { useEndSessions } from './use-end-sessions.ts';
import { userSessionsQuery } from './user-sessions-query.ts';

interface SessionsPanelProps {
  readonly realm: string;
  readonly user: User;
  readonly readOnly: boolean;
}

const NOTHING: ReadonlySet<string> = new Set();

/** The sessions of one person. */
export function SessionsPanel({ realm, user, readOnly }: SessionsPanelProps) {
  const t = useText();
  const sessions = useQuery(userSessionsQuery(useApi(), realm, user));
  const [chosen, setChosen] = useState(NOTHING);
  const endSessions = useEndSessions(realm);
  const selected = (sessions.data ?? []).filter((session) => chosen.has(rowKey(session)));
  const done = () => setChosen(NOTHING);
  return (
    <Panel p={0}>
      {selected.length > 0 && (
        <Group p="sm">
          <Button variant="light" color="red" onClick={() => endSessions(selected, done)}>
            {t('sessions.endChosen', { count: selected.length })}
          </Button>
        </Group>
      )}
      <Loaded query={sessions}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t('sessions.noneOf', { user: user.username })}>{t('sessions.noneOfHint')}</EmptyState>
          ) : (
            <SessionTable
              realm={realm}
              sessions={all}
              person={false}
              chosen={chosen}
              onChoose={setChosen}
              onEnd={readOnly ? null : (session) => endSessions([session], done)}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}
