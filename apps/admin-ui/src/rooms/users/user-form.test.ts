import { describe, expect, it } from '@jest/globals';
import type { User } from '../../api/types.ts';
import { toBody, userForm } from './user-form.ts';

const alice: User = {
  id: '1',
  username: 'alice',
  email: 'alice@acme.test',
  enabled: true,
  emailVerified: true,
  createdTimestamp: 0,
  requiredActions: [],
};
const attribute = (name: string) => ({ name, required: false, readOnly: false, multivalued: false });

describe('the form of a user', () => {
  it('has a row per value of an attribute', () => {
    const { attributes } = userForm({ ...alice, attributes: { phone: ['1', '2'] } });
    expect(attributes).toEqual([
      { name: 'phone', value: '1' },
      { name: 'phone', value: '2' },
    ]);
  });

  it('offers the attributes of the profile, also without a value, before others', () => {
    const user = {
      ...alice,
      attributes: { other: ['x'] },
      userProfileMetadata: { attributes: [attribute('username'), attribute('phone')] },
    };
    expect(userForm(user).attributes).toEqual([
      { name: 'phone', value: '' },
      { name: 'other', value: 'x' },
    ]);
  });

  it('sends names and address with the attributes, so that none is erased', () => {
    expect(toBody(alice, userForm(alice))).toEqual({
      id: '1',
      username: 'alice',
      email: 'alice@acme.test',
      emailVerified: true,
      firstName: '',
      lastName: '',
      enabled: true,
      requiredActions: [],
      attributes: {},
    });
  });

  it('gathers the values of an attribute and leaves out empty rows', () => {
    const form = userForm(alice);
    form.attributes = [
      { name: 'phone', value: '1' },
      { name: ' phone ', value: '2' },
      { name: '', value: 'x' },
      { name: 'empty', value: '' },
    ];
    expect(toBody(alice, form).attributes).toEqual({ phone: ['1', '2'] });
  });
});
