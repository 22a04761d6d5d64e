import { describe, expect, test } from '@jest/globals';
import { isPlainAddress, oneLine } from './mail-address.ts';

describe('an address', () => {
  test('is taken when it is plainly one', () => {
    for (const address of [
      'alice@acme.example',
      "o'hara+tag@mail.acme.example",
      'mailer@localhost',
      'jürgen@bücher.example',
      'a@b',
      '用户@例子.example',
    ]) {
      expect([address, isPlainAddress(address)]).toEqual([address, true]);
    }
  });

  test('is refused when it could be read as two, or as a command', () => {
    const corpus = [
      '',
      'alice',
      '@acme.example',
      'alice@',
      'a@x.example,b@y.example',
      'a@x.example;b@y.example',
      'a@x.example b@y.example',
      'a@x.example\r\nBcc: b@y.example',
      'a@x.example\nRCPT TO:<b@y.example>',
      'a@x.example\u2028b@y.example',
      'a@x.example\0',
      'Alice <a@x.example>',
      '<a@x.example>',
      '"a b"@x.example',
      '"a@x.example"@y.example',
      'a@b@x.example',
      'a(comment)@x.example',
      'a@[127.0.0.1]',
      '.a@x.example',
      'a..b@x.example',
      'a.@x.example',
      'a@-x.example',
      'a@x..example',
      'a@x.example.',
      'a\u202eb@x.example',
      `${'a'.repeat(65)}@x.example`,
      `a@${'x'.repeat(64)}.example`,
      `a@${'x.'.repeat(130)}example`,
    ];
    expect(corpus.filter(isPlainAddress)).toEqual([]);
  });
});

test('a header value cannot leave its line', () => {
  expect(oneLine('Hello\r\nBcc: b@y.example\u2028x\0y')).toBe('Hello Bcc: b@y.example x y');
});
