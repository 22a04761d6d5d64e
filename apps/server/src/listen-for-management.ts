import type { Configuration } from '@anteroom/config';
import type { Application } from '@anteroom/http';
import { type Listening, listen } from './listen.ts';

/** The port of health and metrics; null where they are on the main port. */
export async function listenForManagement({ http, managementPort }: Configuration, app: Application): Promise<Listening | null> {
  if (managementPort === null) return null;
  return listen({ host: http.host, port: managementPort, setting: 'ANTEROOM_MANAGEMENT_PORT', handler: app.callback() });
}
