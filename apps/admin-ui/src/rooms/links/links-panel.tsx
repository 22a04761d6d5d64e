import { Group, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { MailedLink } from '../../api/link-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { Paged } from '../../ui/paged.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ourRest } from '../../ui/paths.ts';
import { Loaded } from '../../ui/states.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { FILTER_TEXT, LINK_FILTERS } from './link-life.ts';
import { LinkList } from './link-list.tsx';

interface LinksPanelProps {
  readonly realm: string;
  /** Null: of everybody. */
  readonly userId: string | null;
  readonly readOnly: boolean;
}

const SIZE = 20;

/** The mailed links of a person or of a realm, newest first. */
export function LinksPanel({ realm, userId, readOnly }: LinksPanelProps) {
  const t = useText();
  const api = useApi();
  const { filters, page, show } = useAddress();
  const { state } = filters;
  const links = useQuery({
    queryKey: ['links', realm, userId, state, page],
    queryFn: () =>
      api.get<{ readonly links: readonly MailedLink[] }>(ourRest(realm, '/links'), {
        userId: userId ?? undefined,
        state,
        first: (page - 1) * SIZE,
        max: SIZE + 1,
      }),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel p={0}>
      <Group p="sm">
        <Select
          aria-label={t('links.anyState')}
          placeholder={t('links.anyState')}
          clearable
          clearButtonProps={{ 'aria-label': t('links.anyState') }}
          data={LINK_FILTERS.map((value) => ({ value, label: t(FILTER_TEXT[value]) }))}
          value={LINK_FILTERS.find((known) => known === state) ?? null}
          onChange={(chosen) => show({ state: chosen ?? '' })}
        />
      </Group>
      <Loaded query={links}>
        {({ links: found }) => (
          <Paged
            rows={found}
            size={SIZE}
            page={page}
            empty={{ title: t('links.none'), hint: t('links.noneHint') }}
            onPage={(wanted) => show({ page: wanted })}
          >
            {(shown) => <LinkList realm={realm} links={shown} named={userId === null} readOnly={readOnly} />}
          </Paged>
        )}
      </Loaded>
    </Panel>
  );
}
