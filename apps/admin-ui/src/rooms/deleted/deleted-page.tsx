import { Badge, Button, Group, SegmentedControl, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { DeletedThing } from '../../api/activity-types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedList } from '../../ui/paged-list.tsx';
import { ourRest } from '../../ui/paths.ts';
import { useAct, useButtonAct } from '../../ui/use-act.ts';
import { useAddress } from '../../ui/use-address.ts';
import { useMay } from '../../ui/who.ts';

const KINDS = ['user', 'client', 'role', 'group'] as const;
const KIND_TEXT = { user: 'deleted.user', client: 'deleted.client', role: 'deleted.role', group: 'deleted.group' } as const;

/** What was deleted and can still come back. */
export function DeletedPage() {
  const t = useText();
  const api = useApi();
  const { realm } = useParams({ from: '/realms/$realm/deleted' });
  const { filters, show } = useAddress();
  const kind = KINDS.find((known) => known === filters.kind);
  return (
    <Page title={t('deleted.title')} intro={t('deleted.intro')}>
      <PagedList
        queryKey={['deleted', realm, kind ?? '']}
        load={async (search, window) => ({
          rows: (await api.get<{ readonly deleted: readonly DeletedThing[] }>(ourRest(realm, '/deleted'), { kind, search, ...window }))
            .deleted,
          total: null,
        })}
        searchLabel={t('deleted.search')}
        empty={() => ({ title: t('deleted.none'), hint: t('deleted.noneHint') })}
        actions={
          <SegmentedControl
            aria-label={t('deleted.kind')}
            value={kind ?? ''}
            onChange={(value) => show({ kind: value })}
            data={[{ value: '', label: t('deleted.all') }, ...KINDS.map((value) => ({ value, label: t(KIND_TEXT[value]) }))]}
          />
        }
      >
        {(things) => <DeletedTable realm={realm} things={things} />}
      </PagedList>
    </Page>
  );
}

function DeletedTable({ realm, things }: { readonly realm: string; readonly things: readonly DeletedThing[] }) {
  const t = useText();
  const api = useApi();
  const act = useAct();
  const { run, running } = useButtonAct();
  const confirm = useConfirm();
  const { dateTime } = useFormat();
  const mayUsers = useMay(realm, 'manage-users');
  const mayRealm = useMay(realm, 'manage-realm');
  const pathOf = ({ kind, id }: DeletedThing, verb = '') => ourRest(realm, `/deleted/${kind}/${encodeURIComponent(id)}${verb}`);
  const restore = (thing: DeletedThing) =>
    run(() => api.send('POST', pathOf(thing, '/restore')), { done: t('deleted.restored', { name: thing.name }), changes: [[]] });
  const forGood = (thing: DeletedThing) =>
    confirm({
      title: t('deleted.forGoodTitle', { name: thing.name }),
      body: t('deleted.forGoodBody'),
      action: t('deleted.forGood'),
      onConfirm: () =>
        act(() => api.send('DELETE', pathOf(thing)), { done: t('deleted.gone', { name: thing.name }), changes: [['deleted', realm]] }),
    });
  return (
    <DataTable
      label={t('deleted.title')}
      rows={things}
      rowKey={({ kind, id }) => `${kind} ${id}`}
      columns={[
        {
          key: 'name',
          title: t('deleted.name'),
          cell: ({ kind, name }) => (
            <Group gap="xs">
              <span className="anywhere">{name}</span>
              <Badge variant="light" color="gray">
                {t(KIND_TEXT[kind])}
              </Badge>
            </Group>
          ),
        },
        {
          key: 'when',
          title: t('deleted.when'),
          from: 'sm',
          cell: ({ deletedAt, until, by }) => (
            <Text size="xs" c="dimmed" component="div">
              <div>{t('deleted.at', { when: dateTime(deletedAt), user: by.username ?? by.userId })}</div>
              <div>{t('deleted.until', { when: dateTime(until) })}</div>
            </Text>
          ),
        },
        {
          key: 'actions',
          title: t('common.actions'),
          silent: true,
          cell: (thing) =>
            !(thing.kind === 'user' || thing.kind === 'group' ? mayUsers : mayRealm) ? null : (
              <Group gap={4} wrap="nowrap" justify="flex-end">
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={running}
                  aria-label={`${t('deleted.restore')}: ${thing.name}`}
                  onClick={() => void restore(thing)}
                >
                  {t('deleted.restore')}
                </Button>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  aria-label={`${t('deleted.forGood')}: ${thing.name}`}
                  onClick={() => forGood(thing)}
                >
                  {t('deleted.forGood')}
                </Button>
              </Group>
            ),
        },
      ]}
    />
  );
}
