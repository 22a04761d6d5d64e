import { describe, expect, test } from '@jest/globals';
import { EXHIBITS } from '../../test/gallery.ts';
import { decode, TAG } from '../../test/read-page.ts';
import { createPageRenderer } from '../page-renderer.tsx';
import { CATALOGUES, type Catalogue } from './catalogue.ts';

const placeholders = (text: string): readonly string[] => [...new Set([...text.matchAll(/\{(\d)/g)].map(([, index]) => index!))].sort();

describe('the catalogues', () => {
  test('use the same arguments in every language', () => {
    const different = Object.entries(CATALOGUES).flatMap(([locale, texts]) =>
      Object.entries(texts)
        .filter(([key, text]) => placeholders(text).join() !== placeholders(CATALOGUES.en![key as keyof Catalogue]).join())
        .map(([key]) => `${locale} ${key}`),
    );
    expect(different).toEqual([]);
  });

  test('leave no text empty', () => {
    expect(Object.values(CATALOGUES).flatMap((texts) => Object.entries(texts).filter(([, text]) => text.trim() === ''))).toEqual([]);
  });
});

describe('with a pseudo-locale, in which every text of the catalogue is bracketed', () => {
  const pseudo = Object.fromEntries(Object.entries(CATALOGUES.en!).map(([key, text]) => [key, `⟦${text}⟧`])) as unknown as Catalogue;
  const renderer = createPageRenderer({ catalogues: { en: pseudo } });

  /** Everything a person can read or hear: text, and attributes that are read out. */
  function readable(html: string): readonly string[] {
    const texts = html.replace(/<!doctype html>/, '').split(TAG);
    const attributes = [...html.matchAll(/\s(?:aria-label|alt|data-show|data-hide|title|placeholder)="([^"]*)"/g)].map(
      ([, value]) => value!,
    );
    const values = [...html.matchAll(/<input\b[^>]*type="submit"[^>]*value="([^"]*)"/g)].map(([, value]) => value!);
    return [...texts, ...attributes, ...values].map((text) => decode(text).trim()).filter((text) => text !== '');
  }

  test('no page shows a raw key or a text that cannot be translated', () => {
    const data = [
      /^Acme Corporation$/,
      /^alice$/,
      /^Phone$/,
      /^Shop$/,
      /^Department$/,
      /^Read your invoices$/,
      /^something-of-a-plug-in$/,
      /^7F3K-9Q2M$/,
      /^NBSW/,
      /^SHA1$/,
      /^\d+$/,
      /^192\.0\.2\.7$/,
      /^Firefox, Linux$/,
      /^January 1, 2030 .* UTC$/,
      /^[A-Z][a-z]{2} \d+, \d{4}$/,
      /^\($/,
      /^\)$/,
      /^(English|Deutsch|Français)$/,
    ];
    const raw = EXHIBITS.filter(({ context }) => context.locale === 'en' && context.realm.displayName === 'Acme Corporation').flatMap(
      ({ name, view, context }) =>
        readable(renderer.render(view, context))
          .filter((text) => !/^(\()?⟦[\s\S]*⟧(\))?$/.test(text) && !data.some((known) => known.test(text)))
          .map((text) => `${name}: ${text}`),
    );
    expect(raw).toEqual([]);
  });
});
