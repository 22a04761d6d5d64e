import { useQuery } from '@tanstack/react-query';
import type { Role } from '../../api/access-types.ts';
import { useText } from '../../i18n/text.tsx';
import { useApi } from '../../ui/api-context.ts';
import { clientsQuery } from '../clients/client-query.ts';
import { rolePath, withOwners } from './role-query.ts';
import { RoleSet } from './role-set.tsx';

interface RoleCompositesTabProps {
  readonly realm: string;
  readonly role: Role;
  readonly readOnly: boolean;
}

/** The roles that one gets with this one. */
export function RoleCompositesTab({ realm, role, readOnly }: RoleCompositesTabProps) {
  const t = useText();
  const api = useApi();
  const clients = useQuery(clientsQuery(api, realm)).data ?? [];
  const path = rolePath(realm, role.id, '/composites');
  const composites = useQuery({
    queryKey: ['roles', realm, role.id, 'composites'],
    queryFn: () => api.get<readonly Role[]>(path),
    select: (roles) => withOwners(roles, clients),
  });
  return (
    <RoleSet
      realm={realm}
      title={t('roles.tabComposites')}
      description={t('roles.compositesHint', { role: role.name })}
      empty={{ title: t('roles.compositesNone'), hint: t('roles.compositesNoneHint') }}
      roles={composites}
      queryKey={['roles', realm]}
      add={(roles) => api.send('POST', path, roles)}
      remove={(removed) => api.send('DELETE', path, [removed])}
      readOnly={readOnly}
    />
  );
}
