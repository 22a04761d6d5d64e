import { readPage } from '../page.ts';
import type { RecordedAnswer } from './recording.ts';

/** Sentences that must stand on the page word for word when the recorded page has them. */
const PHRASES = [
  'Sign in to your account',
  'Invalid username or password.',
  'Account is disabled, contact your administrator.',
  'Please re-authenticate to continue',
  'Restart login',
  'Update password',
  'You need to change your password to activate your account.',
  'Invalid authenticator code.',
  'One-time code',
  'Do you grant these access privileges?',
  'Do you want to log out?',
  'You are logged out',
  'Logging out',
];

/** Compares a page by meaning: title, where its form posts to and with which parameters, fields, links, words and key phrases. */
export function comparePage(
  expected: NonNullable<RecordedAnswer['html']>,
  html: string,
  fill: (text: string) => string,
  out: string[],
): void {
  const page = readPage(html);
  if (expected.title !== undefined && expected.title !== page.title) out.push(`title: expected ${expected.title}, got ${page.title}`);
  if (expected.form !== undefined) compareForm(expected.form, page, fill, out);
  for (const link of expected.links ?? []) if (!page.links.includes(link)) out.push(`link "${link}" is missing`);
  const text = fill((expected.text ?? '').replace(/^golden( Golden)? /, ''));
  const words = new Set(page.text.split(' '));
  const missing = text.split(' ').filter((word) => word !== '' && !words.has(word));
  if (missing.length > 0) out.push(`words missing on the page: ${missing.join(' ')} (it says: ${page.text.slice(0, 200)})`);
  const sorry = /We are sorry\.\.\. (.*)$/.exec(text)?.[1];
  for (const phrase of [...PHRASES.filter((phrase) => text.includes(phrase)), ...(sorry === undefined ? [] : [sorry])]) {
    if (!page.text.includes(phrase)) out.push(`phrase "${phrase}" is missing (the page says: ${page.text.slice(0, 200)})`);
  }
}

function compareForm(
  expected: { readonly action: string; readonly inputs: readonly string[] },
  page: ReturnType<typeof readPage>,
  fill: (text: string) => string,
  out: string[],
): void {
  if (page.action === null) {
    out.push('the page has no form');
    return;
  }
  const wanted = new URL(fill(expected.action).replace(/<[a-z]+>/g, 'x'), 'http://page.invalid');
  const got = new URL(page.action, 'http://page.invalid');
  if (wanted.pathname !== got.pathname) out.push(`form posts to ${got.pathname} instead of ${wanted.pathname}`);
  const names = (url: URL) => [...url.searchParams.keys()].sort().join(' ');
  if (names(wanted) !== names(got)) out.push(`form action has parameters ${names(got)} instead of ${names(wanted)}`);
  for (const name of ['client_id', 'execution']) {
    const value = wanted.searchParams.get(name);
    if (value !== null && value !== 'x' && got.searchParams.get(name) !== value)
      out.push(`form action ${name} is ${got.searchParams.get(name)} instead of ${value}`);
  }
  const fields = (list: readonly string[]) => [...list].sort().join(' ');
  if (fields(expected.inputs) !== fields(page.inputs)) out.push(`fields are ${fields(page.inputs)} instead of ${fields(expected.inputs)}`);
}
