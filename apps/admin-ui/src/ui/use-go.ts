import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Walks to an address of `paths`. Runs after the current form said that nothing is unsaved. */
export function useGo() {
  const router = useRouter();
  return useCallback(
    (to: string, { replace = false } = {}) => {
      const href = `${router.basepath === '/' ? '' : router.basepath}${to}`;
      if (replace) router.history.replace(href);
      else router.history.push(href);
    },
    [router],
  );
}
