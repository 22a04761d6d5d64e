import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface LineAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface LineRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One connection that is kept, so that every request on it goes to the same process; or none, so that each goes by a new one. */
export class Line {
  private readonly agent: Agent | false;
  private readonly base: string;
  /** This end of the connection that was used last. */
  port: number | undefined;

  private constructor(base: string, agent: Agent | false) {
    this.base = base;
    this.agent = agent;
  }

  static kept(base: string): Line {
    return new Line(base, new Agent({ keepAlive: true, maxSockets: 1 }));
  }

  static fresh(base: string): Line {
    return new Line(base, false);
  }

  send(path: string, { method = 'GET', headers = {}, body }: LineRequest = {}): Promise<LineAnswer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(`${this.base}${path}`, { method, headers: { ...headers }, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      outgoing.on('error', reject);
      outgoing.on('socket', (socket) => {
        const note = () => {
          this.port = socket.localPort;
        };
        if (socket.connecting) socket.once('connect', note);
        else note();
      });
      outgoing.end(body);
    });
  }

  close(): void {
    if (this.agent !== false) this.agent.destroy();
  }
}
