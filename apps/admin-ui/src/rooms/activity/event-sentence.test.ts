import { describe, expect, it } from '@jest/globals';
import type { LoginEvent } from '../../api/activity-types.ts';
import { kindsIn, sentenceOf, typesOf } from './event-sentence.ts';

const event = (type: string, more: Partial<LoginEvent> = {}): LoginEvent => ({ id: '1', time: 0, type, ...more });

describe('the sentence of an event', () => {
  it('speaks of what was done, or of what failed', () => {
    expect(sentenceOf(event('LOGIN')).key).toBe('event.login');
    expect(sentenceOf(event('LOGIN_ERROR', { error: 'invalid_user_credentials' })).key).toBe('event.loginFailed');
  });

  it('calls by its type what is rare', () => {
    expect(sentenceOf(event('PERMISSION_TOKEN'))).toEqual({ key: 'event.other', known: false });
    expect(sentenceOf(event('PERMISSION_TOKEN_ERROR', { error: 'denied' }))).toEqual({ key: 'event.otherFailed', known: false });
  });
});

describe('the kinds of events in an address', () => {
  it('are those that there are', () => {
    expect(kindsIn('signOut.nonsense.signIn')).toEqual(['signIn', 'signOut']);
    expect(kindsIn(undefined)).toEqual([]);
  });

  it('stand for types', () => {
    expect(typesOf(['signOut'])).toEqual(['LOGOUT', 'LOGOUT_ERROR']);
  });
});
