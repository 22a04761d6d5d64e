import type { View } from '@anteroom/core';

export interface Shown {
  readonly status: number;
  readonly headers: Headers;
  readonly location: URL | null;
  readonly text: string;
  /** The page, when it is one. */
  readonly page: {
    readonly view: View;
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly restart?: string;
  } | null;
  readonly setCookies: readonly string[];
}

/** A cookie jar that follows nothing by itself. */
export function createBrowser(base: string) {
  const jar = new Map<string, string>();
  const go = async (path: string, form?: Readonly<Record<string, string>>): Promise<Shown> => {
    const response = await fetch(new URL(path, base), {
      redirect: 'manual',
      headers: {
        ...(jar.size === 0 ? {} : { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form).toString() }),
    });
    const setCookies = response.headers.getSetCookie();
    for (const line of setCookies) {
      const [pair = ''] = line.split(';');
      const equals = pair.indexOf('=');
      const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const text = await response.text();
    const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
    const location = response.headers.get('location');
    return {
      status: response.status,
      headers: response.headers,
      location: location === null ? null : new URL(location, base),
      text,
      page: isPage ? JSON.parse(text) : null,
      setCookies,
    };
  };
  return { jar, go };
}

export type Browser = ReturnType<typeof createBrowser>;
