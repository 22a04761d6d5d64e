/** "Deutsch" for `de`: slow enough to be remembered by the caller. */
export function languageName(locale: string): string {
  const tag = locale.replaceAll('_', '-');
  try {
    const name = new Intl.DisplayNames([tag], { type: 'language', fallback: 'code' }).of(tag) ?? locale;
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
  } catch {
    return locale;
  }
}
