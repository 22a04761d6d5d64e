import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { CookieJar, send } from '../http-client.ts';
import { readPage } from '../page.ts';

export interface Application {
  /** Its address, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** An Express application on a port of its own; `build` is told its address and puts an unmodified library into it. */
export async function hostApplication(build: (app: Express, url: string) => void | Promise<void>): Promise<Application> {
  const app = express();
  const server = app.listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  await build(app, url);
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Some libraries answer 401 to who does not look like a person. */
const AS_BROWSER = { accept: 'text/html' };

export interface Arrived {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

/** A browser without a screen that follows redirects, and the login form when it meets one. */
export class Walker {
  /** One jar for application and server: browsers do not tell ports apart either. */
  readonly jar = new CookieJar();
  private readonly login: { readonly username: string; readonly password: string };

  constructor(login: { readonly username: string; readonly password: string }) {
    this.login = login;
  }

  async open(address: string): Promise<Arrived> {
    let url = new URL(address);
    let answer = await send(url, { headers: AS_BROWSER, jar: this.jar });
    for (let step = 0; step < 15; step += 1) {
      const location = answer.headers.get('location');
      if (location !== null) {
        url = new URL(location, url);
        answer = await send(url, { headers: AS_BROWSER, jar: this.jar });
        continue;
      }
      const { action, inputs } = readPage(answer.text);
      if (action === null || !inputs.includes('password')) return { url, status: answer.status, text: answer.text };
      url = new URL(action, url);
      answer = await send(url, { method: 'POST', form: { ...this.login, credentialId: '' }, jar: this.jar });
    }
    throw new Error(`no end of redirects: ${url}`);
  }
}
