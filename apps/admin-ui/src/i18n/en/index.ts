import { everywhere } from './everywhere.ts';
import { rooms } from './rooms.ts';

export const en = { ...everywhere, ...rooms } as const;
