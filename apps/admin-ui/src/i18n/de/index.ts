import type { Messages } from '../messages.ts';
import { clients } from './clients.ts';
import { common } from './common.ts';
import { realms } from './realms.ts';
import { server } from './server.ts';
import { sessions } from './sessions.ts';
import { users } from './users.ts';

export const de: Messages = { ...common, ...realms, ...users, ...clients, ...sessions, ...server };
