import { Anchor, NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useButtonAct } from '../../ui/use-act.ts';
import { type Assignment, assign, assignmentsQuery, scopesQuery } from './scope-query.ts';

interface AssignmentTableProps {
  readonly realm: string;
  /** Address of the realm or of a client. */
  readonly owner: string;
  readonly ofRealm: boolean;
  readonly queryKey: readonly unknown[];
  readonly readOnly: boolean;
}

/** Every scope with how it is assigned. */
export function AssignmentTable({ realm, owner, ofRealm, queryKey, readOnly }: AssignmentTableProps) {
  const t = useText();
  const api = useApi();
  const { run, running } = useButtonAct();
  const scopes = useQuery(scopesQuery(api, realm));
  const assignments = useQuery(assignmentsQuery(api, owner, ofRealm, queryKey)).data;
  const choices = [
    { value: 'none', label: t('scopes.none') },
    { value: 'default', label: t('scopes.default') },
    { value: 'optional', label: t('scopes.optional') },
  ];
  const change = (id: string, name: string, to: Assignment) =>
    run(() => assign(api, owner, ofRealm, id, assignments?.get(id) ?? 'none', to), {
      done: `${name}: ${choices.find(({ value }) => value === to)?.label}`,
      changes: [queryKey],
    });
  return (
    <Loaded query={scopes}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState title={t('scopes.noneYet')} />
        ) : (
          <DataTable
            label={t('scopes.title')}
            rows={all}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'name',
                title: t('scopes.name'),
                cell: ({ id, name }) => (
                  <Anchor component={RouterLink} to={paths.clientScope(realm, id)} fw={500} className="anywhere">
                    {name}
                  </Anchor>
                ),
              },
              {
                key: 'assignment',
                title: t(ofRealm ? 'scopes.ofNewClients' : 'scopes.assignment'),
                cell: ({ id, name }) => (
                  <NativeSelect
                    size="xs"
                    aria-label={t('scopes.assignmentOf', { scope: name })}
                    value={assignments?.get(id) ?? 'none'}
                    disabled={readOnly || running || assignments === undefined}
                    data={choices}
                    onChange={(event) => void change(id, name, event.currentTarget.value as Assignment)}
                  />
                ),
              },
              {
                key: 'description',
                title: t('scopes.description'),
                from: 'md',
                cell: ({ description }) => (
                  <Text size="sm" c="dimmed">
                    {description}
                  </Text>
                ),
              },
            ]}
          />
        )
      }
    </Loaded>
  );
}
