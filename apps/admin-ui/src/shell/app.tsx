import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { SessionEnded } from '../auth/session.ts';
import { type Console, ConsoleContext } from '../ui/api-context.ts';
import { ConfirmProvider } from '../ui/confirm.tsx';
import { ToastsProvider } from '../ui/toasts.tsx';
import { createConsoleRouter } from './router.tsx';

/** A refusal is an answer: only what may be better the next time is tried again. */
function mayRetry(failures: number, error: unknown): boolean {
  if (error instanceof SessionEnded) return false;
  if (error instanceof ApiError && error.status !== 503) return false;
  return failures < 2;
}

const createQueries = () =>
  new QueryClient({ defaultOptions: { queries: { retry: mayRetry, staleTime: 5_000, refetchOnWindowFocus: true } } });

export function App({ console, basepath }: { readonly console: Console; readonly basepath: string }) {
  const [queries] = useState(createQueries);
  const [router] = useState(() => createConsoleRouter(basepath));
  return (
    <ConsoleContext value={console}>
      <QueryClientProvider client={queries}>
        <ToastsProvider>
          <ConfirmProvider>
            <RouterProvider router={router} />
          </ConfirmProvider>
        </ToastsProvider>
      </QueryClientProvider>
    </ConsoleContext>
  );
}
