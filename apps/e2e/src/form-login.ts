import { CALLBACK_ORIGIN } from './browser.ts';
import { type CodeFlow, codeFlow } from './code-flow.ts';
import { DEMO, SHOP } from './demo-realm.ts';
import { type Answer, CookieJar, send } from './http-client.ts';
import { fieldValue, readPage } from './page.ts';
import type { RunningServer } from './server.ts';

/** A login of a browser without a screen: posts what it is told to and follows where the pages lead. */
export class FormLogin {
  readonly flow: CodeFlow;
  readonly jar: CookieJar;
  /** The page that is shown; null at the application. */
  page: string | null = null;
  status = 0;
  /** Where the page's form goes. */
  action = '';
  callback: URL | null = null;

  private constructor(flow: CodeFlow, jar: CookieJar) {
    this.flow = flow;
    this.jar = jar;
  }

  static async begin(
    server: Pick<RunningServer, 'local'>,
    more: Readonly<Record<string, string>> = {},
    jar: CookieJar = new CookieJar(),
    { realm = DEMO, client = SHOP }: { readonly realm?: string; readonly client?: typeof SHOP } = {},
  ): Promise<FormLogin> {
    const login = new FormLogin(codeFlow(server, realm, { id: client.client_id, secret: client.client_secret }, more), jar);
    await login.open(login.flow.url);
    return login;
  }

  async open(url: string): Promise<this> {
    return this.follow(await send(url, { jar: this.jar }), url);
  }

  /** Posts to the page's own form, or to another address. */
  async post(form: Readonly<Record<string, string | readonly string[]>>, url: string = this.action): Promise<this> {
    return this.follow(await send(url, { method: 'POST', form, jar: this.jar }), url);
  }

  /** The address of the page's form with other parameters. */
  altered(parameters: Readonly<Record<string, string>>): string {
    const url = new URL(this.action);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.href;
  }

  field(name: string): string {
    return fieldValue(this.page ?? '', name) ?? '';
  }

  text(): string {
    return this.page === null ? '' : readPage(this.page).text;
  }

  private async follow(answer: Answer, from: string): Promise<this> {
    const location = answer.headers.get('location');
    this.status = answer.status;
    if (location === null) {
      this.page = answer.text;
      this.action = new URL(readPage(answer.text).action ?? '', from).href;
      return this;
    }
    const target = new URL(location, from);
    if (target.origin !== CALLBACK_ORIGIN) return this.open(target.href);
    this.page = null;
    this.callback = target;
    return this;
  }
}
