import { common } from './common.ts';
import { rooms } from './rooms.ts';

export const en = { ...common, ...rooms } as const;
