import type { Client } from '../directory/client.ts';
import { insecureUri } from './client-uris.ts';

/** FAPI 2.0 Security Profile §5.4.1, and the longer relatives that Keycloak allows. */
const SECURE_ALGORITHMS = ['PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
export const isSecureAlgorithm = (algorithm: string): boolean => SECURE_ALGORITHMS.includes(algorithm);

/** A setting that a client must have. */
export interface SettingRule {
  /** What is wrong with the client; null when it holds. */
  readonly fault: (client: Client) => string | null;
  /** Makes it hold, where the profile sets it by itself (`auto-configure`); null where it only refuses. */
  readonly mend: ((client: Client) => Client) | null;
}

/** What a client's requests must keep to besides. */
export interface RequestRules {
  /** Whatever is signed for the client, or by it, is signed with one of the algorithms of FAPI. */
  readonly secureAlgorithms: boolean;
  /** A client assertion is for the issuer, named as one string (FAPI 2.0 §5.3.2.1 no. 8). */
  readonly issuerAudienceOnly: boolean;
  /** Authorization requests come by PAR alone, and what the browser carries beside adds nothing. */
  readonly pushedOnly: boolean;
  readonly secureRedirects: boolean;
  /** A signed request object, valid for at most so many seconds. */
  readonly signedRequest: { readonly availableSeconds: number; readonly needsNbf: boolean } | null;
  /** Client secrets end and have successors; in seconds. */
  readonly secretRotation: { readonly expiresAfter: number; readonly rotatedExpiresAfter: number } | null;
}

export const NO_REQUEST_RULES: RequestRules = {
  secureAlgorithms: false,
  issuerAudienceOnly: false,
  pushedOnly: false,
  secureRedirects: false,
  signedRequest: null,
  secretRotation: null,
};

interface Executor {
  readonly settings?: readonly SettingRule[];
  readonly requests?: Partial<RequestRules>;
}

type Configuration = Readonly<Record<string, unknown>>;

const isOn = (value: unknown): boolean => String(value) === 'true';
const seconds = (value: unknown, fallback: number): number => {
  const given = Number(value);
  return Number.isSafeInteger(given) && given > 0 ? given : fallback;
};

/** A setting that is right or wrong, set by itself where the configuration says so. */
const setting = (
  configuration: Configuration,
  holds: (client: Client) => boolean,
  set: (client: Client) => Client,
  words: string,
): SettingRule => ({
  fault: (client) => (holds(client) ? null : words),
  mend: isOn(configuration['auto-configure']) ? set : null,
});

const withAttribute =
  (name: string, value: string) =>
  (client: Client): Client => ({
    ...client,
    attributes: { ...client.attributes, [name]: value },
  });
const attribute = (configuration: Configuration, name: string, value: string, words: string): SettingRule =>
  setting(configuration, (client) => client.attributes[name] === value, withAttribute(name, value), words);

/** Algorithms that a client may choose for itself; unset ones become the profile's default. */
const ALGORITHM_ATTRIBUTES = ['id.token.signed.response.alg', 'access.token.signed.response.alg', 'token.endpoint.auth.signing.alg'];
const OPTIONAL_ALGORITHMS = ['request.object.signature.alg', 'user.info.response.signature.alg', 'authorization.signed.response.alg'];

const secureAlgorithms = (configuration: Configuration): readonly SettingRule[] => {
  const preferred = String(configuration['default-algorithm'] ?? 'PS256');
  const asserts = (client: Client) => client.clientAuthenticatorType === 'client-jwt';
  const rule = (name: string, needed: (client: Client) => boolean): SettingRule => ({
    fault: ({ attributes, ...client }) => {
      const chosen = attributes[name];
      if (chosen === undefined || chosen === '' || chosen === 'any')
        return needed(client as Client) && !chosen ? `no ${name} is set` : null;
      return isSecureAlgorithm(chosen) ? null : 'not allowed signature algorithm.';
    },
    mend: (client) => (client.attributes[name] || !needed(client) ? client : withAttribute(name, preferred)(client)),
  });
  return [
    ...ALGORITHM_ATTRIBUTES.map((name) => rule(name, (client) => name !== 'token.endpoint.auth.signing.alg' || asserts(client))),
    ...OPTIONAL_ALGORITHMS.map((name) => rule(name, () => false)),
  ];
};

/** Executors of Keycloak's client profiles that are enforced here, by id. */
const EXECUTORS: Readonly<Record<string, (configuration: Configuration) => Executor>> = {
  'confidential-client': () => ({
    settings: [{ fault: ({ publicClient, bearerOnly }) => (publicClient || bearerOnly ? 'invalid client access type' : null), mend: null }],
  }),
  'secure-client-authenticator': (configuration) => {
    const allowed = configuration['allowed-client-authenticators'];
    const types = Array.isArray(allowed) ? allowed.map(String) : [];
    const words = 'Configured client authentication method not allowed for client';
    return {
      settings: [
        { fault: ({ publicClient, clientAuthenticatorType: type }) => (!publicClient && types.includes(type) ? null : words), mend: null },
      ],
    };
  },
  'secure-client-uris': () => ({
    settings: [
      {
        fault: (client) => {
          const name = insecureUri(client);
          return name === null ? null : `Invalid ${name}`;
        },
        mend: null,
      },
    ],
    requests: { secureRedirects: true },
  }),
  'secure-signature-algorithm': (configuration) => ({
    settings: secureAlgorithms(configuration),
    requests: { secureAlgorithms: true },
  }),
  'secure-signature-algorithm-signed-jwt': () => ({ requests: { secureAlgorithms: true } }),
  'consent-required': (configuration) => ({
    settings: [
      setting(
        configuration,
        ({ consentRequired }) => consentRequired,
        (client) => ({ ...client, consentRequired: true }),
        'Consent required must be enabled for client',
      ),
    ],
  }),
  'full-scope-disabled': (configuration) => ({
    settings: [
      setting(
        configuration,
        ({ fullScopeAllowed }) => !fullScopeAllowed,
        (client) => ({ ...client, fullScopeAllowed: false }),
        'Invalid value for Full Scope Allowed',
      ),
    ],
  }),
  'reject-implicit-grant': (configuration) => ({
    settings: [
      setting(
        configuration,
        ({ implicitFlowEnabled }) => !implicitFlowEnabled,
        (client) => ({ ...client, implicitFlowEnabled: false }),
        'Implicit/Hybrid flow is prohibited.',
      ),
    ],
  }),
  'reject-ropc-grant': (configuration) => ({
    settings: [
      setting(
        configuration,
        ({ directAccessGrantsEnabled }) => !directAccessGrantsEnabled,
        (client) => ({ ...client, directAccessGrantsEnabled: false }),
        'resource owner password credentials grant is prohibited.',
      ),
    ],
  }),
  'holder-of-key-enforcer': (configuration) => ({
    settings: [
      attribute(configuration, 'tls.client.certificate.bound.access.tokens', 'true', 'Invalid client metadata: MTLS token in disabled'),
    ],
  }),
  'dpop-bind-enforcer': (configuration) => ({
    settings: [attribute(configuration, 'dpop.bound.access.tokens', 'true', 'Invalid client metadata: DPoP bound tokens are disabled')],
  }),
  'pkce-enforcer': (configuration) => ({
    settings: [attribute(configuration, 'pkce.code.challenge.method', 'S256', 'Invalid client metadata: code_challenge_method')],
  }),
  'secure-client-authentication-assertion': () => ({ requests: { issuerAudienceOnly: true } }),
  'secure-par-content': () => ({ requests: { pushedOnly: true } }),
  'secure-request-object': (configuration) => ({
    requests: {
      signedRequest: {
        availableSeconds: seconds(configuration['available-period'], 3_600),
        needsNbf: String(configuration['verify-nbf'] ?? 'true') === 'true',
      },
    },
  }),
  'secret-rotation': (configuration) => ({
    requests: {
      secretRotation: {
        expiresAfter: seconds(configuration['expiration-period'], 29 * 86_400),
        rotatedExpiresAfter: seconds(configuration['rotated-expiration-period'], 2 * 86_400),
      },
    },
  }),
};

export const KNOWN_EXECUTORS: ReadonlySet<string> = new Set(Object.keys(EXECUTORS));

/** What an executor asks for; nothing when it is not known here. */
export function executor(id: string, configuration: Configuration): Executor {
  return EXECUTORS[id]?.(configuration) ?? {};
}
