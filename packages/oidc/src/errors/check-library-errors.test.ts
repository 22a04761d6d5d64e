import { describe, expect, it } from '@jest/globals';
import { createProviderCache } from '../provider/provider-cache.ts';
import { acmeRealm } from '../test-rig/acme-realm.ts';
import { randomIds } from '../test-rig/test-clock.ts';
import { libraryWorded, PROVOKED, SELF_TEST_CLIENT, unansweredErrors } from './check-library-errors.ts';
import { REASONS, tokenRefusal } from './token-errors.ts';

describe('the table of refusals', () => {
  const providers = createProviderCache({
    urls: { base: 'http://localhost', issuer: (name) => `http://localhost/realms/${name}` },
    ids: randomIds,
  });

  it('is answered by the library in every row', async () => {
    const provider = providers.of(acmeRealm().snapshot);
    expect(await unansweredErrors(provider, providers.authorization(SELF_TEST_CLIENT))).toEqual([]);
  });

  it('has a provocation for every row in the words of the library', () => {
    const ours = Object.values(REASONS).filter((reason) => reason !== REASONS.codeUnknown);
    expect([...PROVOKED].sort()).toEqual([...libraryWorded(ours)].sort());
  });

  it('gives an unknown detail the library’s generic text and says that it is unknown', () => {
    const error = { error: 'invalid_grant', error_description: 'grant request is invalid', error_detail: 'new words', expose: true };
    expect(tokenRefusal('refresh_token', error)).toEqual({
      known: false,
      refusal: { status: 400, error: 'invalid_grant', description: 'grant request is invalid' },
    });
  });
});
