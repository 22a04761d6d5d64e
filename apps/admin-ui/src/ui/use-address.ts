import { useLocation, useSearch } from '@tanstack/react-router';
import { useGo } from './use-go.ts';

type Filters = Readonly<Record<string, string | undefined>>;

/** Filters of a room stand in its address. `show` changes some of them, and goes back to the first page. */
export function useAddress() {
  const go = useGo();
  const { pathname, searchStr } = useLocation();
  const { page = 1, ...filters } = useSearch({ strict: false }) as Readonly<Record<string, unknown>> & { readonly page?: number };
  const show = (wanted: Readonly<Record<string, string | number | undefined>>, { replace = false } = {}) => {
    const params = new URLSearchParams(searchStr);
    params.delete('page');
    for (const [name, value] of Object.entries(wanted)) {
      if (value === undefined || value === '' || value === 1) params.delete(name);
      else params.set(name, String(value));
    }
    go(`${pathname}${params.size === 0 ? '' : `?${params}`}`, { replace });
  };
  return { filters: filters as Filters, page, show };
}
