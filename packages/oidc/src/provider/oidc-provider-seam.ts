import { errors, interactionPolicy, Provider } from 'oidc-provider';
import type { CapturedResponse, LibraryCall, LibraryPayload } from './library-call.ts';

/**
 * The only place that reaches into the library beyond its documented interface. Everything here is checked at start by
 * `assertSeam`, so an upgrade that moves a hook stops the start instead of changing behaviour in silence.
 *
 * - models that we mint ourselves (access token, client credentials, refresh token, ID token): `save` / `issue` give a placeholder;
 *   the token issuer builds the whole response afterwards from what the grant checked
 * - `RefreshToken.find` / `consume`: self-contained tokens with rotation in the session's client entry (settled 9)
 * - `AuthorizationCode#generateTokenId`: ids carry the store's tag (settled 7)
 * - `Client.find` and `Client#redirectUriAllowed`: synthetic metadata, redirect URIs decided by us (settled 13)
 */
export { interactionPolicy, Provider };

/** Stands in the library's response where our issuer puts the token. */
const PLACEHOLDER = 'minted-by-the-token-issuer';

/** The response mode every in-process authorization request carries: it hands the parameters over instead of answering. */
export const CAPTURE_MODE = 'anteroom_capture';

type Koaish = { readonly state: { call: LibraryCall } };

/** The call that the current asynchronous context belongs to. */
export function currentCall(): LibraryCall {
  const call = (Provider.ctx as unknown as Koaish | undefined)?.state.call;
  if (call === undefined) throw new Error('the protocol library ran outside of a call');
  return call;
}

/** `invalid_grant` with a reason that the error table knows. */
export function invalidGrant(detail: string): Error {
  return new errors.InvalidGrant(detail);
}

interface Model {
  prototype: Record<string, unknown>;
  [name: string]: unknown;
}

interface Models {
  readonly AccessToken: Model;
  readonly ClientCredentials: Model;
  readonly RefreshToken: Model & (new (payload: LibraryPayload) => object);
  readonly IdToken: Model;
  readonly AuthorizationCode: Model;
  readonly Client: Model & (new (metadata: LibraryPayload) => object);
}

/** Installs the overrides on a new provider. `metadata` gives the synthetic client of a call. */
export function installSeam(provider: Provider, metadata: (call: LibraryCall) => LibraryPayload): void {
  const models = provider as unknown as Models;
  const views = new WeakMap<object, object>();

  models.Client.find = async (id: string) => {
    const { client } = currentCall();
    if (client.id !== id) return undefined;
    const known = views.get(client);
    if (known !== undefined) return known;
    const view = new models.Client(metadata(currentCall()));
    views.set(client, view);
    return view;
  };
  models.Client.prototype.redirectUriAllowed = (uri: string) => currentCall().redirectUri === uri;

  const placeholder = async () => PLACEHOLDER;
  models.AccessToken.prototype.save = placeholder;
  models.ClientCredentials.prototype.save = placeholder;
  models.RefreshToken.prototype.save = placeholder;
  models.IdToken.prototype.issue = placeholder;

  models.RefreshToken.find = async (token: string) => {
    const payload = await currentCall().findRefreshToken(token);
    return payload === null ? undefined : Object.assign(new models.RefreshToken({ kind: 'RefreshToken' }), payload);
  };
  models.RefreshToken.prototype.consume = async () => currentCall().useRefreshToken();
  models.RefreshToken.prototype.destroy = async () => {};

  models.AuthorizationCode.prototype.generateTokenId = () => currentCall().newCode();

  const capture = (context: unknown, redirectUri: string, parameters: Record<string, unknown>) => {
    const response: CapturedResponse = {
      redirectUri,
      parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
    };
    (context as Koaish).state.call.response = response;
  };
  (provider as unknown as { registerResponseMode(name: string, handler: typeof capture): void }).registerResponseMode(
    CAPTURE_MODE,
    capture,
  );

  const remember = (context: unknown, error: unknown) => {
    (context as Koaish).state.call.error = error;
  };
  provider.on('grant.error', remember);
  provider.on('authorization.error', remember);
  provider.on('server_error', remember);
}

/** Fails when a hook that `installSeam` needs is not where it was. */
export function assertSeam(provider: Provider): void {
  const models = provider as unknown as Models;
  const hooks: readonly (readonly [string, unknown])[] = [
    ['AccessToken#save', models.AccessToken.prototype.save],
    ['ClientCredentials#save', models.ClientCredentials.prototype.save],
    ['RefreshToken#save', models.RefreshToken.prototype.save],
    ['RefreshToken#consume', models.RefreshToken.prototype.consume],
    ['RefreshToken.find', models.RefreshToken.find],
    ['IdToken#issue', models.IdToken.prototype.issue],
    ['AuthorizationCode#generateTokenId', models.AuthorizationCode.prototype.generateTokenId],
    ['Client.find', models.Client.find],
    ['Client#redirectUriAllowed', models.Client.prototype.redirectUriAllowed],
    ['Provider.ctx', Object.getOwnPropertyDescriptor(Provider, 'ctx')?.get],
    ['registerResponseMode', (provider as unknown as Record<string, unknown>).registerResponseMode],
  ];
  for (const [name, hook] of hooks) {
    if (typeof hook !== 'function') throw new Error(`oidc-provider: ${name} is not where it was; the seam must be looked at`);
  }
}
