import { describe, expect, it } from '@jest/globals';
import { mapperBody, mapperForm } from './mapper-form.ts';

const claim = { name: 'claim.name', label: 'Claim', helpText: '', type: 'String' };
const inToken = { name: 'access.token.claim', label: 'In access token', helpText: '', type: 'boolean', defaultValue: 'true' };
const described = { id: 'oidc-hardcoded-claim-mapper', name: 'Hardcoded claim', helpText: '', properties: [claim, inToken] };
const mapper = {
  id: 'm1',
  name: 'tier',
  protocol: 'openid-connect',
  protocolMapper: described.id,
  config: { 'claim.name': 'tier', 'jsonType.label': 'String' },
};

describe('the form of a mapper', () => {
  it('begins with the defaults of its kind', () => {
    expect(mapperForm(described, null)).toEqual({ name: '', values: ['', true], rows: [] });
  });

  it('keeps settings that its kind does not describe', () => {
    const { config, id } = mapperBody(described, mapper, { ...mapperForm(described, mapper), values: ['level', false] }) as typeof mapper;
    expect([id, config]).toEqual(['m1', { 'claim.name': 'level', 'access.token.claim': 'false', 'jsonType.label': 'String' }]);
  });

  it('takes settings by their names where its kind is not described', () => {
    const bare = { ...described, properties: [] };
    const form = mapperForm(bare, mapper);
    const body = mapperBody(bare, mapper, {
      ...form,
      rows: [...form.rows, { name: 'claim.value', value: 'gold' }, { name: ' ', value: 'x' }],
    });
    expect(body.config).toEqual({ ...mapper.config, 'claim.value': 'gold' });
  });
});
