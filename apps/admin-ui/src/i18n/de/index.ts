import type { Messages } from '../messages.ts';
import { everywhere } from './everywhere.ts';
import { rooms } from './rooms.ts';

export const de: Messages = { ...everywhere, ...rooms };
