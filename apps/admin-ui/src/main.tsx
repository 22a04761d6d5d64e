import './theme/styles.ts';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { chosenLocale, loadCommon } from './i18n/locale.ts';
import type { Messages } from './i18n/messages.ts';
import { Frame } from './shell/frame.tsx';
import { applyNonce } from './shell/nonce.ts';
import { start } from './start.tsx';

const nonce = applyNonce(document);
const locale = chosenLocale(localStorage, navigator.languages);
const common = await loadCommon(locale);
const root = createRoot(document.getElementById('root')!);
const show = (content: ReactNode, messages?: Messages) =>
  root.render(
    <Frame key={messages === undefined ? 'before' : 'rooms'} nonce={nonce} locale={locale} messages={messages ?? common}>
      {content}
    </Frame>,
  );

await start({ show, locale, window, now: Date.now });
