import type { Command } from 'commander';
import { addRestCommand } from '../rest/rest-command.ts';
import { applyRealm } from './apply-realm.ts';
import { clientSecret } from './client/client-secret.ts';
import { createClient } from './client/create-client.ts';
import { deleteClient } from './client/delete-client.ts';
import { getClient } from './client/get-client.ts';
import { listClients } from './client/list-clients.ts';
import { setClient } from './client/set-client.ts';
import { tailEvents } from './events/tail-events.ts';
import { planRealm } from './plan-realm.ts';
import { createRealm } from './realm/create-realm.ts';
import { deleteRealm } from './realm/delete-realm.ts';
import { getRealm } from './realm/get-realm.ts';
import { listRealms } from './realm/list-realms.ts';
import { setRealm } from './realm/set-realm.ts';
import { endSessions } from './session/end-sessions.ts';
import { listSessions } from './session/list-sessions.ts';
import { createUser } from './user/create-user.ts';
import { deleteUser } from './user/delete-user.ts';
import { getUser } from './user/get-user.ts';
import { listUsers } from './user/list-users.ts';
import { restoreUser } from './user/restore-user.ts';
import { setPassword } from './user/set-password.ts';
import { setUser } from './user/set-user.ts';

const GROUPS = [
  { name: 'realm', summary: 'realms', commands: [listRealms, getRealm, createRealm, setRealm, deleteRealm] },
  { name: 'user', summary: 'users of a realm', commands: [listUsers, getUser, createUser, setUser, setPassword, deleteUser, restoreUser] },
  {
    name: 'client',
    summary: 'clients of a realm',
    commands: [listClients, getClient, createClient, setClient, clientSecret, deleteClient],
  },
  { name: 'session', summary: 'sessions of a realm', commands: [listSessions, endSessions] },
  { name: 'events', summary: 'what happens in a realm', commands: [tailEvents] },
] as const;

/** Commands over the Admin REST, of a running server or of the configured database. */
export function addRestCommands(program: Command): void {
  for (const { name, summary, commands } of GROUPS) {
    const group = program.commands.find((command) => command.name() === name) ?? program.command(name).description(summary);
    for (const command of commands) addRestCommand(group, command);
  }
  addRestCommand(program, planRealm);
  addRestCommand(program, applyRealm);
}
