import { type LibraryGrant, tokenRefusal } from '../errors/token-errors.ts';
import { callInProcess } from '../provider/in-process-call.ts';
import type { LibraryCall } from '../provider/library-call.ts';
import { PATHS } from '../provider/provider-configuration.ts';
import type { GrantDependencies, GrantRequest, GrantResult } from './grant-handler.ts';

/** Lets the library run one of its grants; null when it accepted, and the caller issues the tokens. */
export async function callTokenEndpoint(
  dependencies: Pick<GrantDependencies, 'providers' | 'log' | 'onUnknownError'>,
  request: Pick<GrantRequest, 'realm'>,
  form: Readonly<Record<string, string>> & { readonly grant_type: LibraryGrant },
  call: LibraryCall,
): Promise<Extract<GrantResult, { kind: 'refused' }> | null> {
  const { providers, log, onUnknownError } = dependencies;
  const headers = { authorization: providers.authorization(call.client.id) };
  const answer = await callInProcess(providers.of(request.realm), { path: PATHS.token, form, headers }, call);
  if (answer.status === 200) return null;
  const cause = call.error;
  const { refusal, known } = tokenRefusal(form.grant_type, cause ?? {});
  // A failure of a store or of ours is not the caller's: it goes on to where every failure is answered.
  if (refusal.status === 500) throw cause instanceof Error ? cause : new Error('the protocol library failed without an error');
  if (!known) {
    onUnknownError(form.grant_type);
    log.warn('unknown_library_error', { grant: form.grant_type, detail: (cause as { error_detail?: string } | null)?.error_detail });
  }
  return { kind: 'refused', refusal };
}
