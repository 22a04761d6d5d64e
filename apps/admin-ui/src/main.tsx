import './theme/styles.ts';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { chosenLocale, loadMessages } from './i18n/locale.ts';
import { Frame } from './shell/frame.tsx';
import { applyNonce } from './shell/nonce.ts';
import { start } from './start.tsx';

const nonce = applyNonce(document);
const locale = chosenLocale(localStorage, navigator.languages);
const messages = await loadMessages(locale);
const root = createRoot(document.getElementById('root')!);
const show = (content: ReactNode) =>
  root.render(
    <Frame nonce={nonce} locale={locale} messages={messages}>
      {content}
    </Frame>,
  );

await start({ show, locale, window, now: Date.now });
