import { createContext, useContext } from 'react';
import type { Api } from '../api/api.ts';
import type { CallLog } from '../api/call-log.ts';
import type { Session } from '../auth/session.ts';

export interface Console {
  readonly api: Api;
  readonly session: Session;
  /** What was asked of the server lately. */
  readonly calls: CallLog;
  /** Base URL of the server, without its last slash. */
  readonly server: string;
  /** The realm the administrator signed in to. */
  readonly authRealm: string;
  readonly now: () => Date;
  /** Leaves for the end of the session. */
  readonly signOut: () => void;
  /** Leaves for the login page and comes back to this address. */
  readonly signInAgain: () => void;
}

export const ConsoleContext = createContext<Console | null>(null);

export function useConsole(): Console {
  const value = useContext(ConsoleContext);
  if (value === null) throw new Error('outside of the console');
  return value;
}

export const useApi = (): Api => useConsole().api;
