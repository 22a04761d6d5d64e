import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../../api/api.ts';
import type { ServerInfo } from '../../api/types.ts';

const CALM = 10_000;
const BUSY = 1_000;

/** The server as it is; looked at more often while records move from one store to another. */
export const serverQuery = (api: Api) =>
  queryOptions({ queryKey: ['server'], queryFn: () => api.get<ServerInfo>('/anteroom/server'), staleTime: BUSY });

export const pauseOf = (info: ServerInfo | undefined): number => (info?.drain && info.drain.finishedAt === null ? BUSY : CALM);
