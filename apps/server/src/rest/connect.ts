import { systemClock as clock } from '../system.ts';
import { openOwnServer } from './own-server.ts';
import { createRestClient, type RestClient } from './rest-client.ts';
import { type SignInOptions, serverOf, tokenSource } from './sign-in.ts';

/** Gives a command the Admin REST: of a running server when one is named, otherwise of the configured database. */
export async function withRest<T>(
  options: SignInOptions & { readonly sessions?: boolean },
  work: (rest: RestClient) => Promise<T>,
): Promise<T> {
  const url = serverOf(options, process.env);
  if (url !== null)
    return work(
      createRestClient(
        { url },
        tokenSource({ url }, options, process.env, () => clock.now()),
      ),
    );
  const own = await openOwnServer({ sessions: options.sessions ?? false });
  try {
    return await work(own.rest);
  } finally {
    await own.close();
  }
}
