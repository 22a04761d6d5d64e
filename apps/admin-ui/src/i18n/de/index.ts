import type { Messages } from '../messages.ts';
import { common } from './common.ts';
import { rooms } from './rooms.ts';

export const de: Messages = { ...common, ...rooms };
