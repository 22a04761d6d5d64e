import { describe, expect, it } from '@jest/globals';
import type { Role } from '../../api/access-types.ts';
import type { Client } from '../../api/types.ts';
import { ownedRoles, withOwners } from './role-query.ts';

const role = (name: string, more: Partial<Role> = {}): Role => ({
  id: name,
  name,
  composite: false,
  clientRole: false,
  containerId: 'r',
  ...more,
});
const view = role('view', { clientRole: true, containerId: 'c1' });

describe('roles with their owners', () => {
  it('are read of mappings, those of the realm first', () => {
    const mappings = { realmMappings: [role('staff')], clientMappings: { shop: { id: 'c1', client: 'shop', mappings: [view] } } };
    expect(ownedRoles(mappings)).toEqual([
      { role: role('staff'), owner: null },
      { role: view, owner: 'shop' },
    ]);
    expect(ownedRoles({})).toEqual([]);
  });

  it('are named by the clients that are known, else by an id', () => {
    const owners = withOwners(
      [role('staff'), view, role('x', { clientRole: true, containerId: 'c9' })],
      [{ id: 'c1', clientId: 'shop' } as Client],
    ).map(({ owner }) => owner);
    expect(owners).toEqual([null, 'shop', 'c9']);
  });
});
