import { z } from 'zod';

const member = z.union([
  z.null(),
  z.looseObject({ essential: z.boolean().optional(), value: z.unknown().optional(), values: z.array(z.unknown()).optional() }),
]);
const schema = z.looseObject({
  userinfo: z.record(z.string(), member).nullish(),
  id_token: z.record(z.string(), member).nullish(),
});

/** The `claims` parameter (OpenID Connect Core §5.5), as far as it is acted on; claims nobody knows are ignored. */
export interface ClaimsRequest {
  /** Names asked for in the ID token and at userinfo. */
  readonly idToken: readonly string[];
  readonly userinfo: readonly string[];
  /** The subject that must be the one who logs in; null for anybody. */
  readonly subject: string | null;
  /** Levels of authentication one of which must be reached; empty when none must. */
  readonly essentialAcr: readonly string[];
  /** Levels that are asked for, essential or not. */
  readonly acr: readonly string[];
}

/** Note of a client entry: names asked for at userinfo, blanks between them. */
export const USERINFO_CLAIMS = 'claims.userinfo';

export const NO_CLAIMS: ClaimsRequest = { idToken: [], userinfo: [], subject: null, essentialAcr: [], acr: [] };

/** Null for what is no claims request. */
export function readClaimsRequest(text: string | undefined): ClaimsRequest | null {
  if (text === undefined || text === '') return NO_CLAIMS;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = schema.safeParse(given);
  if (!parsed.success) return null;
  const { id_token: idToken, userinfo } = parsed.data;
  const acr = textsOf(idToken?.acr);
  const subjects = new Set([...textsOf(idToken?.sub), ...textsOf(userinfo?.sub)]);
  // Two different subjects are nobody.
  const subject = subjects.size === 0 ? null : subjects.size === 1 ? [...subjects][0]! : '';
  return {
    idToken: Object.keys(idToken ?? {}),
    userinfo: Object.keys(userinfo ?? {}),
    subject,
    essentialAcr: idToken?.acr?.essential === true ? acr : [],
    acr,
  };
}

function textsOf(claim: z.infer<typeof member> | undefined): readonly string[] {
  if (claim === null || claim === undefined) return [];
  return [...(claim.value === undefined ? [] : [claim.value]), ...(claim.values ?? [])].filter(
    (one): one is string => typeof one === 'string',
  );
}
