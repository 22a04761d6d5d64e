import { describe, expect, it } from '@jest/globals';
import { mapperTypesOf } from './mapper-types-query.ts';

describe('the kinds of mappers', () => {
  it('are those that the server describes, then those that it only names', () => {
    const audience = { id: 'oidc-audience-mapper', name: 'Audience', helpText: 'Adds an audience', properties: [] };
    const types = mapperTypesOf({
      protocolMapperTypes: { 'openid-connect': [audience], saml: [{ ...audience, id: 'saml-audience-mapper' }] },
      providers: { 'protocol-mapper': { providers: { 'oidc-audience-mapper': {}, 'oidc-sub-mapper': {}, 'saml-role-list-mapper': {} } } },
    });
    expect(types.map(({ id, name }) => `${id} ${name}`)).toEqual(['oidc-audience-mapper Audience', 'oidc-sub-mapper oidc-sub-mapper']);
  });

  it('are none when the server says nothing', () => {
    expect(mapperTypesOf({})).toEqual([]);
  });
});
