import { type Answer, type Request, send } from './http-client.ts';
import { ADMIN, type RunningServer } from './server.ts';

/** Calls the Admin REST as the first administrator. */
export class AdminClient {
  private readonly server: Pick<RunningServer, 'local'>;
  private token = '';
  private until = 0;

  constructor(server: Pick<RunningServer, 'local'>) {
    this.server = server;
  }

  call(method: string, path: string, json?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.at(`${this.server.local}/admin/realms${path}`, method, json, headers);
  }

  /** A call to any address of the server. */
  async at(url: string, method = 'GET', json?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    if (Date.now() > this.until) await this.authenticate();
    const request: Request = {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...headers },
      ...(json === undefined ? {} : { json }),
    };
    return send(url, request);
  }

  /** Like `call`, and fails when the answer is no success. */
  async must(method: string, path: string, json?: unknown): Promise<Answer> {
    const answer = await this.call(method, path, json);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  async findClient(realm: string, clientId: string): Promise<Record<string, unknown> & { id: string }> {
    const answer = await this.must('GET', `/${realm}/clients?clientId=${encodeURIComponent(clientId)}`);
    const [client] = answer.json as (Record<string, unknown> & { id: string })[];
    if (client === undefined) throw new Error(`no client ${clientId}`);
    return client;
  }

  async findUser(realm: string, username: string): Promise<Record<string, unknown> & { id: string }> {
    const answer = await this.must('GET', `/${realm}/users?username=${encodeURIComponent(username)}&exact=true`);
    const [user] = answer.json as (Record<string, unknown> & { id: string })[];
    if (user === undefined) throw new Error(`no user ${username}`);
    return user;
  }

  private async authenticate(): Promise<void> {
    const answer = await send(`${this.server.local}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      form: { grant_type: 'password', client_id: 'admin-cli', username: ADMIN.username, password: ADMIN.password },
    });
    const { access_token: token } = answer.json as { access_token?: string };
    if (token === undefined) throw new Error(`no administrator's token: ${answer.status} ${answer.text}`);
    this.token = token;
    this.until = Date.now() + 40_000;
  }
}
