import type { User } from '../../api/types.ts';
import { useApi } from '../../ui/api-context.ts';
import { rest } from '../../ui/paths.ts';
import { type Option, SearchSelect } from '../../ui/search-select.tsx';
import { infix } from './infix.ts';

interface UserSelectProps {
  readonly realm: string;
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly error?: string | undefined;
  readonly value: string | null;
  readonly onChange: (id: string | null, option: Option | null) => void;
}

const SHOWN = 20;

/** Chooses a person by name or address. */
export function UserSelect({ realm, ...props }: UserSelectProps) {
  const api = useApi();
  return (
    <SearchSelect
      {...props}
      queryKey={['users', realm, 'choice']}
      load={async (search) => {
        const query = { search: search === '' ? undefined : infix(search), max: SHOWN, briefRepresentation: true };
        const users = await api.get<readonly User[]>(rest(realm, '/users'), query);
        return users.map(({ id, username }) => ({ value: id, label: username }));
      }}
    />
  );
}
