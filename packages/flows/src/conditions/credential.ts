import type { Condition } from '../evaluate/authenticator.ts';

/**
 * `credentials`: types, `included`: whether one of them must have been used in this login, or (default) none of them. The built-in
 * browser flow asks with it for a second factor unless the first was a passkey.
 */
export const credentialUsed: Condition = {
  id: 'conditional-credential',
  *matches({ draft, config }) {
    const types = (config.credentials ?? '').split(/##|,/).map((type) => type.trim());
    return draft.methods.some((method) => types.includes(method)) === (config.included === 'true');
  },
};
