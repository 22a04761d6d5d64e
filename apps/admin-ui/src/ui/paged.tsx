import type { ReactNode } from 'react';
import { Pager } from './pager.tsx';
import { EmptyState } from './states.tsx';

interface PagedProps<Row> {
  /** One more than a page shows, when another page follows. */
  readonly rows: readonly Row[];
  readonly size: number;
  readonly page: number;
  /** Null when nobody counts. */
  readonly total?: number | null;
  /** What stands there instead of the rows. */
  readonly empty: { readonly title: string; readonly hint: string };
  readonly onPage: (page: number) => void;
  readonly children: (shown: readonly Row[]) => ReactNode;
}

/** One page of rows and the way to the others. */
export function Paged<Row>({ rows, size, page, total = null, empty, onPage, children }: PagedProps<Row>) {
  const shown = rows.slice(0, size);
  if (shown.length === 0) return <EmptyState title={empty.title}>{empty.hint}</EmptyState>;
  return (
    <>
      {children(shown)}
      <Pager page={page} size={size} shown={shown.length} total={total} more={rows.length > size} onPage={onPage} />
    </>
  );
}
