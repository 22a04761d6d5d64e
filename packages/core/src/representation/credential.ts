import type { Credential } from '../directory/user.ts';
import { AnteroomError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { isObject, type Representation, readNumber, readText } from './read.ts';

/** Secrets are left out unless `secret` (an export). */
export function toCredentialRepresentation(credential: Credential, options: { readonly secret?: boolean } = {}): Record<string, unknown> {
  return {
    id: credential.id,
    type: credential.type,
    ...(credential.userLabel === null ? {} : { userLabel: credential.userLabel }),
    createdDate: credential.createdAt.getTime(),
    ...(options.secret ? { secretData: JSON.stringify(credential.secretData) } : {}),
    credentialData: JSON.stringify(credential.credentialData),
  };
}

/**
 * A stored credential of an export, in today's form (two JSON texts) or the flat form before version 8. Null when the representation
 * holds a clear `value` (which has to be hashed) or nothing at all.
 */
export function fromCredentialRepresentation(
  representation: Representation,
  owner: { readonly id: string; readonly userId: string; readonly createdAt: Date; readonly priority: number },
): Credential | null {
  const secretData = parsed(representation, 'secretData') ?? flatSecret(representation);
  if (secretData === null) return null;
  const createdDate = readNumber(representation, 'createdDate');
  return {
    id: readText(representation, 'id') ?? owner.id,
    userId: owner.userId,
    type: readText(representation, 'type') ?? 'password',
    userLabel: readText(representation, 'userLabel') ?? null,
    createdAt: createdDate === undefined ? owner.createdAt : new Date(createdDate),
    priority: readNumber(representation, 'priority') ?? owner.priority,
    secretData,
    credentialData: parsed(representation, 'credentialData') ?? flatData(representation),
  };
}

/** The clear password of an import or of `POST users`; null when there is none. */
export function clearPassword(representation: Representation): string | null {
  const type = readText(representation, 'type') ?? 'password';
  return type === 'password' && representation.secretData === undefined ? (readText(representation, 'value') ?? null) : null;
}

function parsed(representation: Representation, key: string): JsonObject | null {
  const value = representation[key];
  if (value === undefined || value === null || value === '') return null;
  const json = typeof value === 'string' ? parse(value, key) : value;
  if (!isObject(json)) throw new AnteroomError('invalid_input', `field "${key}" of a credential must be a JSON object`);
  return json as JsonObject;
}

function parse(text: string, key: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AnteroomError('invalid_input', `field "${key}" of a credential is not JSON`, { cause });
  }
}

/** Before version 8: `hashedSaltedValue`, `salt`, `hashIterations`, `algorithm` on the credential itself; OTP secrets in `value` beside `counter`, `digits`, `period`. */
function flatSecret(representation: Representation): JsonObject | null {
  const hash = readText(representation, 'hashedSaltedValue');
  if (hash !== undefined) {
    const salt = readText(representation, 'salt') ?? null;
    return isOtp(representation) ? { value: hash } : { value: hash, salt, additionalParameters: {} };
  }
  const value = readText(representation, 'value');
  return isOtp(representation) && value !== undefined ? { value } : null;
}

function flatData(representation: Representation): JsonObject {
  if (isOtp(representation)) {
    const type = readText(representation, 'type');
    return {
      subType: type === 'hotp' ? 'hotp' : 'totp',
      digits: readNumber(representation, 'digits') ?? 6,
      counter: readNumber(representation, 'counter') ?? 0,
      period: readNumber(representation, 'period') ?? 30,
      algorithm: readText(representation, 'algorithm') ?? 'HmacSHA1',
    };
  }
  return {
    hashIterations: readNumber(representation, 'hashIterations') ?? 1,
    algorithm: readText(representation, 'algorithm') ?? 'pbkdf2',
    additionalParameters: {},
  };
}

function isOtp(representation: Representation): boolean {
  const type = readText(representation, 'type');
  return type === 'otp' || type === 'totp' || type === 'hotp';
}
