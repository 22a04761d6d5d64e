import type { AuthorizationRequest } from './authorization-request.ts';

/** What a page's URL says about its client, so that a login whose record is lost can still lead back. Nothing in it is believed. */
export interface ClientData {
  readonly redirectUri: string | null;
  readonly state: string | null;
}

/** Keycloak's `client_data`: base64url of `{ru, rt, rm, st}`. */
export function writeClientData(request: Pick<AuthorizationRequest, 'redirectUri' | 'responseTypes' | 'responseMode' | 'state'>): string {
  const data = {
    ru: request.redirectUri,
    rt: [...request.responseTypes].join(' '),
    rm: request.responseMode,
    ...(request.state === null ? {} : { st: request.state }),
  };
  return Buffer.from(JSON.stringify(data)).toString('base64url');
}

export function readClientData(text: string | undefined): ClientData {
  try {
    const data: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString());
    if (typeof data !== 'object' || data === null) return { redirectUri: null, state: null };
    const { ru, st } = data as { readonly ru?: unknown; readonly st?: unknown };
    return { redirectUri: typeof ru === 'string' ? ru : null, state: typeof st === 'string' ? st : null };
  } catch {
    return { redirectUri: null, state: null };
  }
}
