import { useLocation, useSearch } from '@tanstack/react-router';
import { useGo } from './use-go.ts';

/** The open tab stands in the address; the first one needs no word there. */
export function useTab<Tab extends string>(tabs: readonly [Tab, ...(readonly Tab[])]) {
  const go = useGo();
  const pathname = useLocation({ select: (location) => location.pathname });
  const search = useSearch({ strict: false }) as { readonly tab?: string };
  const tab = tabs.find((known) => known === search.tab) ?? tabs[0];
  const open = (next: string | null) => go(next === null || next === tabs[0] ? pathname : `${pathname}?tab=${encodeURIComponent(next)}`);
  return { tab, open };
}
