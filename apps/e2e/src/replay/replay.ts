import { type Answer, CookieJar, formBody, send } from '../http-client.ts';
import { fieldValue, readPage } from '../page.ts';
import type { RunningServer } from '../server.ts';
import { ADMIN } from '../server.ts';
import { totp } from '../totp.ts';
import { compareAnswer } from './compare-answer.ts';
import { type RecordedCase, type RecordedRequest, readGoldenRealm, type Step } from './recording.ts';

/** Secret of bob's authenticator in the golden realm (raw UTF-8). */
const BOB_TOTP = 'goldenbobsecret12345';
/** Users of the golden realm whose token a case may ask for as `{{<name>_token}}`. */
const TOKEN_USER = /\{\{(\w+)_token\}\}/g;
const TOKEN_AGE_MS = 20_000;

export interface CaseResult {
  readonly name: string;
  /** Empty when the answer means the same as the recorded one. */
  readonly differences: readonly string[];
}

/** Replays the cases of one recording, in order, against a running server. */
export class Replay {
  private readonly server: RunningServer;
  private readonly smtpPort: number;
  private variables: Record<string, string> = {};
  private jars: Record<string, CookieJar> = {};
  private tokenAge: Record<string, number> = {};
  private repeatsCode = false;
  private lastCode = '';

  constructor(server: RunningServer, smtpPort: number) {
    this.server = server;
    this.smtpPort = smtpPort;
  }

  async run(cases: readonly RecordedCase[]): Promise<readonly CaseResult[]> {
    const results: CaseResult[] = [];
    for (const recorded of cases) results.push({ name: recorded.name, differences: await this.runCase(recorded) });
    return results;
  }

  private async runCase(recorded: RecordedCase): Promise<readonly string[]> {
    try {
      this.repeatsCode = recorded.name.endsWith('same code again');
      if (recorded.given.fresh === true) await this.importRealm();
      for (const step of recorded.given.before ?? []) await this.runStep(step);
      const answer = await this.send(recorded.request, recorded.given.cookieJar ?? recorded.request.jar);
      this.capture(recorded.capture, answer);
      if (/ends the session|new admin_token/.test(recorded.given.note ?? '')) this.tokenAge = {};
      return compareAnswer(recorded.response, answer, (text) => this.fill(text));
    } catch (error) {
      return [`the case could not be run: ${(error as Error).message}`];
    }
  }

  private async importRealm(): Promise<void> {
    this.variables = {};
    this.jars = {};
    this.tokenAge = {};
    const token = await this.token('master', ADMIN.username, ADMIN.password);
    const authorization = { authorization: `Bearer ${token}` };
    await send(`${this.server.local}/admin/realms/golden`, { method: 'DELETE', headers: authorization });
    const realm = readGoldenRealm();
    realm.smtpServer = { ...(realm.smtpServer as object), port: String(this.smtpPort) };
    const created = await send(`${this.server.local}/admin/realms`, { method: 'POST', headers: authorization, json: realm });
    if (created.status !== 201) throw new Error(`the golden realm was not imported: ${created.status} ${created.text}`);
  }

  private async runStep(step: Step): Promise<void> {
    if (step.wait !== undefined) return new Promise((resolve) => setTimeout(resolve, step.wait! * 1000));
    if (step.login !== undefined) return this.login(step.login, step.capture);
    const answer = await this.send(step as RecordedRequest, step.jar);
    this.capture(step.capture, answer);
  }

  /** Opens the authorization endpoint, posts the login form and follows to the redirect out of the server. */
  private async login(given: Readonly<Record<string, string>>, capture: Readonly<Record<string, string>> = {}): Promise<void> {
    const { jar: jarName = `login ${Math.random()}`, username = 'alice', user = username, password = `${user}-pw`, ...query } = given;
    const parameters = { response_type: 'code', redirect_uri: 'http://localhost:9999/cb', scope: 'openid', state: 's', ...query };
    let answer = await this.send({ method: 'GET', path: `/realms/golden/protocol/openid-connect/auth?${formBody(parameters)}` }, jarName);
    for (let hop = 0; hop < 6; hop++) {
      const location = answer.headers.get('location');
      if (location !== null) {
        const url = new URL(location, this.server.base);
        if (url.origin !== new URL(this.server.base).origin) break;
        answer = await this.send({ method: 'GET', path: url.pathname + url.search }, jarName);
        continue;
      }
      const { action } = readPage(answer.text);
      if (action === null) break;
      const url = new URL(action, this.server.base);
      answer = await this.send(
        { method: 'POST', path: url.pathname + url.search, form: { username: user, password, credentialId: '' } },
        jarName,
      );
    }
    this.capture(
      Object.fromEntries(Object.entries(capture).map(([name, where]) => [name, where.includes('.') ? where : `location.${where}`])),
      answer,
    );
  }

  private async send(request: RecordedRequest, jarName?: string): Promise<Answer> {
    await this.refreshTokens(request);
    const filled = this.fillDeep(request) as RecordedRequest;
    if (jarName !== undefined) this.jars[jarName] ??= new CookieJar();
    return send(new URL(filled.path, this.server.local), { ...filled, jar: jarName === undefined ? null : this.jars[jarName]! });
  }

  private async refreshTokens(request: RecordedRequest): Promise<void> {
    for (const [, user] of JSON.stringify(request).matchAll(TOKEN_USER)) {
      if (user === undefined || Date.now() - (this.tokenAge[user] ?? 0) < TOKEN_AGE_MS) continue;
      this.variables[`${user}_token`] = await this.token('golden', user, `${user}-pw`);
      this.tokenAge[user] = Date.now();
    }
  }

  private async token(realm: string, username: string, password: string): Promise<string> {
    const answer = await send(`${this.server.local}/realms/${realm}/protocol/openid-connect/token`, {
      method: 'POST',
      form: { grant_type: 'password', client_id: 'admin-cli', username, password },
    });
    const token = (answer.json as { access_token?: string } | undefined)?.access_token;
    if (token === undefined) throw new Error(`no token for ${username} of ${realm}: ${answer.status} ${answer.text}`);
    return token;
  }

  private capture(wanted: Readonly<Record<string, string>> | undefined, answer: Answer): void {
    for (const [name, where] of Object.entries(wanted ?? {})) {
      const value = this.grab(answer, where);
      if (value !== undefined) this.variables[name] = value;
    }
  }

  private grab(answer: Answer, where: string): string | undefined {
    const location = () => new URL(answer.headers.get('location') ?? 'http://none.invalid', this.server.base);
    if (where === 'location.id') return answer.headers.get('location')?.split('/').pop();
    if (where === 'location.path') return location().pathname + location().search;
    if (where === 'form.action') {
      const { action } = readPage(answer.text);
      if (action === null) return undefined;
      const url = new URL(action, this.server.base);
      return url.pathname + url.search;
    }
    if (where.startsWith('input.')) return fieldValue(answer.text, where.slice(6));
    if (where === 'code') return location().searchParams.get('code') ?? undefined;
    if (where.startsWith('location.')) return location().searchParams.get(where.slice(9)) ?? undefined;
    if (!where.startsWith('body.')) return undefined;
    return where
      .slice(5)
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], answer.json) as string | undefined;
  }

  private fill(text: string): string {
    return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
      if (name === 'base') return this.server.base;
      if (name === 'base_urlencoded') return encodeURIComponent(this.server.base);
      if (name === 'otp') return this.otp();
      return this.variables[name] ?? whole;
    });
  }

  /** The code of this moment, and for the case that repeats one the very same, though its half-minute may have ended. */
  private otp(): string {
    if (!this.repeatsCode) this.lastCode = totp(BOB_TOTP);
    return this.lastCode;
  }

  private fillDeep(value: unknown): unknown {
    if (typeof value === 'string') return this.fill(value);
    if (Array.isArray(value)) return value.map((entry) => this.fillDeep(entry));
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, this.fillDeep(entry)]));
    return value;
  }
}
