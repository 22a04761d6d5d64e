import { access } from './access.ts';
import { activity } from './activity.ts';
import { clients } from './clients.ts';
import { flows } from './flows.ts';
import { links } from './links.ts';
import { realms } from './realms.ts';
import { server } from './server.ts';
import { sessions } from './sessions.ts';
import { users } from './users.ts';

/** What the rooms say; it is fetched with the first of them. */
export const rooms = { ...realms, ...users, ...clients, ...sessions, ...flows, ...access, ...activity, ...links, ...server } as const;
