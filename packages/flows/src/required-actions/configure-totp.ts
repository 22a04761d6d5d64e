import type { Credential, FieldErrors, Message, Realm, View } from '@anteroom/core';
import { type Ask, ask } from '../evaluate/need.ts';
import type { ActionContext, ActionResult, RequiredAction } from '../evaluate/required-action.ts';
import { matchOtp } from '../otp/match-otp.ts';
import { otpauthUri, qrSvg, spacedBase32 } from '../otp/otpauth-uri.ts';

/** Characters of a new secret; as UTF-8 they are its bytes (160 bits of text, as Keycloak makes them). */
const SECRET_CHARACTERS = 20;

/** Sets up an authenticator app. The secret travels through the form and is stored only together with a right code made from it. */
export const configureTotp: RequiredAction = {
  id: 'CONFIGURE_TOTP',
  *show(context) {
    return page(context, yield* ask({ kind: 'new-secret', characters: SECRET_CHARACTERS }), {});
  },
  *submit(context, form) {
    const { realm, user, now } = context;
    const secret = form.totpSecret ?? '';
    const code = (form.totp ?? '').replaceAll(/\s/g, '');
    const label = (form.userLabel ?? '').trim().slice(0, 255);
    // A secret that is not ours to have made is not taken: whoever posts it starts again with a new one.
    if (!/^[A-Za-z0-9]{20,64}$/.test(secret)) {
      return yield* again(context, yield* ask({ kind: 'new-secret', characters: SECRET_CHARACTERS }), 'totp', 'invalidTotpMessage');
    }
    if (code === '') return yield* again(context, secret, 'totp', 'missingTotpMessage');
    const device: Credential = {
      id: yield* ask({ kind: 'new-id' }),
      userId: user.id,
      type: 'otp',
      userLabel: label === '' ? null : label,
      createdAt: now,
      priority: 20,
      secretData: { value: secret },
      credentialData: newDeviceData(realm.realm),
    };
    const match = matchOtp(device, code, { at: now, window: realm.realm.otpPolicyLookAheadWindow });
    if (match === null) return yield* again(context, secret, 'totp', 'invalidTotpMessage');
    const credentials = yield* ask({ kind: 'credentials', userId: user.id });
    const others = credentials.filter(({ type }) => type === 'otp');
    // With several devices each needs a name to choose it by.
    if (label === '' && others.length > 0) return yield* again(context, secret, 'userLabel', 'missingTotpDeviceNameMessage');
    const counter = match.kind === 'hotp' ? match.counter + 1 : 0;
    const credential: Credential = {
      ...device,
      priority: Math.max(0, ...credentials.map(({ priority }) => priority)) + 10,
      credentialData: { ...device.credentialData, counter },
    };
    const logoutOtherSessions = form['logout-sessions'] === 'on';
    const requiredActions = user.requiredActions.filter((action) => action !== 'CONFIGURE_TOTP');
    const patch = { requiredActions, ...(logoutOtherSessions && { sessionsNotBefore: now }) };
    return {
      kind: 'done',
      changes: [
        { kind: 'put-credential', credential },
        { kind: 'update-user', id: user.id, patch },
      ],
      events: [{ type: 'UPDATE_CREDENTIAL', userId: user.id, error: null, details: { credential_type: 'otp' } }],
      logoutOtherSessions,
    };
  },
};

function* again(context: ActionContext, secret: string, field: string, key: string): Ask<ActionResult> {
  const fieldErrors = { [field]: { key } };
  const events = [
    { type: 'UPDATE_CREDENTIAL_ERROR', userId: context.user.id, error: 'invalid_user_credentials', details: { credential_type: 'otp' } },
  ];
  return { kind: 'challenge', view: page(context, secret, { fieldErrors }), events };
}

function page(
  { realm, user }: ActionContext,
  secret: string,
  errors: { readonly error?: Message; readonly fieldErrors?: FieldErrors },
): View {
  const policy = realm.realm;
  const uri = otpauthUri({ realm: policy, username: user.username, secret });
  return {
    kind: 'configure-totp',
    username: user.username,
    secret: spacedBase32(secret),
    uri,
    qrSvg: qrSvg(uri),
    policy: {
      type: policy.otpPolicyType,
      algorithm: policy.otpPolicyAlgorithm,
      digits: policy.otpPolicyDigits,
      period: policy.otpPolicyPeriod,
      counter: policy.otpPolicyInitialCounter,
    },
    error: errors.error ?? null,
    fieldErrors: errors.fieldErrors ?? {},
    rawSecret: secret,
  };
}

function newDeviceData(realm: Realm): Credential['credentialData'] {
  return {
    subType: realm.otpPolicyType,
    digits: realm.otpPolicyDigits,
    counter: realm.otpPolicyType === 'hotp' ? realm.otpPolicyInitialCounter : 0,
    period: realm.otpPolicyPeriod,
    algorithm: realm.otpPolicyAlgorithm,
  };
}
