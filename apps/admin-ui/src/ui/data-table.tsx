import { Checkbox, Table } from '@mantine/core';
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** From which width on the column is shown; always when absent. */
  readonly from?: 'xs' | 'sm' | 'md' | 'lg';
  /** The title is only for screen readers. */
  readonly silent?: boolean;
}

interface Selection {
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
  readonly label: (id: string) => string;
  readonly allLabel: string;
}

interface DataTableProps<Row> {
  /** What the table lists, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly selection?: Selection;
}

export function DataTable<Row>({ label, columns, rows, rowKey, selection }: DataTableProps<Row>) {
  const all = rows.length > 0 && rows.every((row) => selection?.chosen.has(rowKey(row)));
  const toggleAll = () => selection?.onChange(all ? new Set() : new Set(rows.map(rowKey)));
  const toggle = (id: string) => {
    const chosen = new Set(selection?.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    selection?.onChange(chosen);
  };
  return (
    <Table.ScrollContainer minWidth={0} type="native">
      <Table aria-label={label} verticalSpacing={7} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            {selection && (
              <Table.Th w={36}>
                <Checkbox
                  size="xs"
                  aria-label={selection.allLabel}
                  checked={all}
                  indeterminate={!all && selection.chosen.size > 0}
                  onChange={toggleAll}
                />
              </Table.Th>
            )}
            {columns.map((column) => (
              <Table.Th key={column.key} visibleFrom={column.from} fz="xs" c="dimmed" fw={600} className="nowrap" scope="col">
                {column.silent ? <span className="visually-hidden">{column.title}</span> : column.title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => {
            const id = rowKey(row);
            return (
              <Table.Tr key={id} bg={selection?.chosen.has(id) ? 'var(--mantine-primary-color-light)' : undefined}>
                {selection && (
                  <Table.Td>
                    <Checkbox size="xs" aria-label={selection.label(id)} checked={selection.chosen.has(id)} onChange={() => toggle(id)} />
                  </Table.Td>
                )}
                {columns.map((column) => (
                  <Table.Td key={column.key} visibleFrom={column.from}>
                    {column.cell(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
