import { describe, expect, test } from '@jest/globals';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { RichText } from './rich-text.tsx';

const rich = (markup: string): string => renderToString(h(RichText, { markup }));

describe('the display name of a realm', () => {
  test('keeps tags that only change how text looks, without their attributes', () => {
    expect(rich('<div class="kc-logo-text"><span onclick="x()">Acme</span> <b>&amp; Co</b></div>')).toBe(
      '<div><span>Acme</span> <b>&amp; Co</b></div>',
    );
  });

  test.each([
    ['<script>alert(1)</script>Acme', 'Acme'],
    ['<img src=x onerror=alert(1)>Acme', 'Acme'],
    ['<a href="javascript:alert(1)">Acme</a>', 'Acme'],
    ['<svg><script>alert(1)</script></svg>Acme', 'Acme'],
    ['<style>*{display:none}</style>Acme', 'Acme'],
    ['<form action=//evil><input name=password>Acme</form>', 'Acme'],
    ['<!-- <b> -->Acme', 'Acme'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;', '&lt;script>alert(1)&lt;/script>'],
    ['<scr<script>ipt>alert(1)', '&lt;scr'],
    ['<b <i>Acme', '&lt;b <i>Acme</i>'],
    ['</b></div>Acme<b>', 'Acme<b></b>'],
  ])('makes %s harmless', (markup, expected) => {
    expect(rich(markup)).toBe(expected);
  });

  test('closes what was left open, and in the right order', () => {
    expect(rich('<b><i>Acme</b> x')).toBe('<b><i>Acme</i></b> x');
  });

  test('takes time in proportion to its length on hostile input', () => {
    const started = performance.now();
    rich('<script'.repeat(20_000));
    rich('<b>'.repeat(20_000));
    rich('<!--'.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
