import { MantineProvider } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { type Locale, loadMessages, rememberLocale } from '../i18n/locale.ts';
import type { Common, Messages } from '../i18n/messages.ts';
import { LanguageProvider } from '../i18n/text.tsx';
import { theme, variables } from '../theme/theme.ts';

interface FrameProps {
  readonly nonce: string | undefined;
  readonly locale: Locale;
  readonly messages: Common & Partial<Messages>;
  readonly children: ReactNode;
}

/** Colours and language, for the console and for what is shown instead of it. */
export function Frame({ nonce, children, ...first }: FrameProps) {
  const [language, setLanguage] = useState<Pick<FrameProps, 'locale' | 'messages'>>(first);
  const setLocale = useCallback(async (locale: Locale) => {
    const messages = await loadMessages(locale);
    rememberLocale(localStorage, locale);
    setLanguage({ locale, messages });
  }, []);
  useEffect(() => {
    document.documentElement.lang = language.locale;
  }, [language.locale]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      {...(nonce === undefined ? {} : { getStyleNonce: () => nonce })}
    >
      <LanguageProvider locale={language.locale} messages={language.messages} setLocale={setLocale}>
        {children}
      </LanguageProvider>
    </MantineProvider>
  );
}
