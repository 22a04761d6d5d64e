import { setNonce } from 'get-nonce';

/** The page's nonce, for the style elements that components make (CSP Level 3 §7.2). Undefined where there is no policy. */
export function applyNonce(document: Document): string | undefined {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  if (nonce === undefined || nonce === '') return undefined;
  setNonce(nonce);
  return nonce;
}
