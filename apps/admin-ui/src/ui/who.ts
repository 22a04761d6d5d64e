import { useQuery } from '@tanstack/react-query';
import type { Who } from '../api/types.ts';
import { useConsole } from './api-context.ts';

/** Who is signed in, and which roles this person has over a realm. */
export function useWho(realm: string) {
  const { api } = useConsole();
  return useQuery({
    queryKey: ['whoami', realm],
    queryFn: () => api.get<Who>(`/${encodeURIComponent(realm)}/console/whoami`),
    staleTime: 60_000,
  });
}

/** May this person do what needs one of these roles over the realm? False until it is known. */
export function useMay(realm: string, ...roles: readonly string[]): boolean {
  const who = useWho(realm);
  const held = who.data?.realm_access[realm] ?? [];
  return roles.some((role) => held.includes(role));
}
