import type { FieldChange } from '../../api/activity-types.ts';
import { useText } from '../../i18n/text.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import './diff.css';

/** Before and after of each field that changed. */
export function FieldDiff({ title, fields }: { readonly title: string; readonly fields: readonly FieldChange[] }) {
  const t = useText();
  if (fields.length === 0) return null;
  return (
    <DataTable
      label={title}
      rows={fields}
      rowKey={({ path }) => path}
      columns={[
        { key: 'path', title: t('diff.field'), cell: ({ path }) => <code className="anywhere">{path}</code> },
        {
          key: 'before',
          title: t('diff.before'),
          cell: ({ before }) => <del className="anywhere diff-before">{shown(before)}</del>,
        },
        { key: 'after', title: t('diff.after'), cell: ({ after }) => <ins className="anywhere diff-after">{shown(after)}</ins> },
      ]}
    />
  );
}

const shown = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
