import type { rooms as english } from '../en/rooms.ts';
import type { Part } from '../messages.ts';
import { access } from './access.ts';
import { activity } from './activity.ts';
import { clients } from './clients.ts';
import { flows } from './flows.ts';
import { links } from './links.ts';
import { realms } from './realms.ts';
import { server } from './server.ts';
import { sessions } from './sessions.ts';
import { users } from './users.ts';

export const rooms: Part<typeof english> = {
  ...realms,
  ...users,
  ...clients,
  ...sessions,
  ...flows,
  ...access,
  ...activity,
  ...links,
  ...server,
};
