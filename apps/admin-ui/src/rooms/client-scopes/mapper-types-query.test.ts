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

  it('have settings in words, also where the server names texts of another console', () => {
    const named = { name: 'claim.name', label: 'tokenClaimName.label', helpText: 'tokenClaimName.tooltip', type: 'String' };
    const said = { name: 'claim.value', label: 'Claim value', helpText: 'Value of the claim.', type: 'String' };
    const type = { id: 'oidc-hardcoded-claim-mapper', name: 'Hardcoded claim', helpText: '', properties: [named, said] };
    const [found] = mapperTypesOf({ protocolMapperTypes: { 'openid-connect': [type] } });
    expect(found?.properties).toEqual([{ ...named, label: 'Token claim name', helpText: '' }, said]);
  });

  it('are none when the server says nothing', () => {
    expect(mapperTypesOf({})).toEqual([]);
  });
});
