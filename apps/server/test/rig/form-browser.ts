export interface ShownPage {
  readonly status: number;
  readonly headers: Headers;
  readonly location: URL | null;
  readonly html: string;
  /** What a person reads. */
  readonly text: string;
  /** Where the first form posts to. */
  readonly action: string;
  readonly inputs: readonly string[];
  /** Visible text → address. */
  readonly links: ReadonlyMap<string, string>;
  /** Fields of the form that are hidden, with their values. */
  readonly hidden: Readonly<Record<string, string>>;
}

/** Cookies, pages and forms without a screen; it follows nothing by itself. */
export class FormBrowser {
  private readonly cookies = new Map<string, string>();

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async open(address: string | URL, form?: Readonly<Record<string, string>>): Promise<ShownPage> {
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: this.cookieHeader },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return shown(response, await response.text());
  }

  /** Follows the text of a link. */
  async follow(page: ShownPage, text: string): Promise<ShownPage> {
    const address = page.links.get(text);
    if (address === undefined) throw new Error(`no link "${text}" on: ${page.text}`);
    return this.open(address);
  }

  /** Fills in the page's form. */
  post(page: ShownPage, form: Readonly<Record<string, string>>): Promise<ShownPage> {
    return this.open(page.action, { ...page.hidden, ...form });
  }
}

function shown(response: Response, html: string): ShownPage {
  const form = /<form\b[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  const inputs = [...form.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => / name="/.test(tag));
  const location = response.headers.get('location');
  return {
    status: response.status,
    headers: response.headers,
    location: location === null ? null : new URL(location, response.url),
    html,
    text: visible(html),
    action: new URL(attribute(form, 'action'), response.url).href,
    inputs: inputs.map((tag) => attribute(tag, 'name')),
    links: new Map(
      [...html.matchAll(/<a\b[^>]*>[\s\S]*?<\/a>/g)].map(([tag]) => [visible(tag), new URL(attribute(tag, 'href'), response.url).href]),
    ),
    hidden: Object.fromEntries(
      inputs.filter((tag) => tag.includes('type="hidden"')).map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]),
    ),
  };
}

const attribute = (tag: string, name: string) => decoded(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
const decoded = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');
const visible = (html: string) =>
  decoded(html.replace(/<head[\s\S]*?<\/head>/g, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
