import { useQuery } from '@tanstack/react-query';
import type { RoleMappings } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { ownedRoles } from './role-query.ts';
import { RoleSet } from './role-set.tsx';

interface RoleMappingProps {
  readonly realm: string;
  /** `/realms/…/users/…/role-mappings` */
  readonly path: string;
  readonly queryKey: readonly unknown[];
  readonly title: string;
  readonly description: string;
  readonly empty: { readonly title: string; readonly hint: string };
  readonly readOnly: boolean;
}

/** Roles that are mapped to a user, a group or a scope. */
export function RoleMapping({ path, queryKey, ...props }: RoleMappingProps) {
  const api = useApi();
  const mappings = useQuery({ queryKey, queryFn: async () => ownedRoles(await api.get<RoleMappings>(path)) });
  const of = (client: string | null) => `${path}/${client === null ? 'realm' : `clients/${encodeURIComponent(client)}`}`;
  return (
    <RoleSet
      {...props}
      queryKey={queryKey}
      roles={mappings}
      add={(roles, client) => api.send('POST', of(client), roles)}
      remove={(role) => api.send('DELETE', of(role.clientRole ? role.containerId : null), [role])}
    />
  );
}

/** The same for the two whose rights these are. */
export function AccessRoles({ realm, path, queryKey, readOnly }: Pick<RoleMappingProps, 'realm' | 'path' | 'queryKey' | 'readOnly'>) {
  const t = useText();
  return (
    <RoleMapping
      realm={realm}
      path={path}
      queryKey={queryKey}
      readOnly={readOnly}
      title={t('roles.title')}
      description={t('roles.mappedHint')}
      empty={{ title: t('roles.mappedNone'), hint: t('roles.mappedNoneHint') }}
    />
  );
}
