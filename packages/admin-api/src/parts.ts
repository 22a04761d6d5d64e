import type { AuthenticatorProviders } from './authentication/authenticators.ts';
import type { AdminApiDependencies } from './dependencies.ts';
import type { Writes } from './events/writes.ts';

/** What resources are made of. */
export type Parts = AdminApiDependencies & { readonly writes: Writes; readonly providers: AuthenticatorProviders };
