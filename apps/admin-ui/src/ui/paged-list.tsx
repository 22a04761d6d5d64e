import { Group } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Paged } from './paged.tsx';
import { Panel } from './panel.tsx';
import { SearchField } from './search-field.tsx';
import { Loaded } from './states.tsx';
import { useAddress } from './use-address.ts';

const SIZE = 20;

interface Slice<Row> {
  readonly rows: readonly Row[];
  /** Null when nobody counts; a row more than a page shows then says that another page follows. */
  readonly total: number | null;
}

interface PagedListProps<Row> {
  readonly queryKey: readonly unknown[];
  /** `max` is one more than a page shows. */
  readonly load: (search: string, window: { readonly first: number; readonly max: number }) => Promise<Slice<Row>>;
  readonly searchLabel: string;
  readonly searchHint?: string;
  /** What stands there instead of the rows. */
  readonly empty: (search: string) => { readonly title: string; readonly hint: string };
  /** Beside the search. */
  readonly actions?: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** A list of things that may be many: searched and paged by the server, with its state in the address. */
export function PagedList<Row>({ queryKey, load, searchLabel, searchHint, empty, actions, children }: PagedListProps<Row>) {
  const { filters, page, show } = useAddress();
  const search = filters.search ?? '';
  const found = useQuery({
    queryKey: [...queryKey, search, page],
    queryFn: () => load(search, { first: (page - 1) * SIZE, max: SIZE + 1 }),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel p={0}>
      <Group p="sm" justify="space-between">
        <SearchField
          key={queryKey.join()}
          label={searchLabel}
          {...(searchHint === undefined ? {} : { placeholder: searchHint })}
          value={search}
          onSearch={(text) => show({ search: text }, { replace: true })}
        />
        {actions}
      </Group>
      <Loaded query={found}>
        {({ rows, total }) => (
          <Paged rows={rows} size={SIZE} page={page} total={total} empty={empty(search)} onPage={(wanted) => show({ page: wanted })}>
            {children}
          </Paged>
        )}
      </Loaded>
    </Panel>
  );
}
