import { execFileSync } from 'node:child_process';

/** Two hosts of our own on one machine, joined by a cable that can be cut. */
export interface TwoHosts {
  readonly near: { readonly namespace: string; readonly host: string };
  readonly far: { readonly namespace: string; readonly host: string };
  /** From now on what one sends to the other vanishes, without an answer and without an error. */
  cut(): void;
  heal(): void;
  remove(): void;
}

const ip = (...words: readonly string[]) => void execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });

/** Why there are no network namespaces here; null when there are. */
export function whyNoNamespaces(): string | null {
  try {
    const name = `probe-${process.pid}`;
    ip('netns', 'add', name);
    ip('netns', 'del', name);
    return null;
  } catch {
    return 'network namespaces need root and iproute2';
  }
}

export function createTwoHosts(): TwoHosts {
  const id = String(process.pid);
  const hosts = [
    { namespace: `near-${id}`, device: `vn${id}`, host: '10.213.7.1' },
    { namespace: `far-${id}`, device: `vf${id}`, host: '10.213.7.2' },
  ] as const;
  const [near, far] = hosts;
  const remove = () => {
    for (const { namespace } of hosts) {
      try {
        ip('netns', 'del', namespace);
      } catch {
        // It was not there.
      }
    }
  };
  try {
    for (const { namespace } of hosts) ip('netns', 'add', namespace);
    ip('link', 'add', near.device, 'netns', near.namespace, 'type', 'veth', 'peer', 'name', far.device, 'netns', far.namespace);
    for (const { namespace, device, host } of hosts) {
      ip('-n', namespace, 'addr', 'add', `${host}/24`, 'dev', device);
      ip('-n', namespace, 'link', 'set', 'lo', 'up');
      ip('-n', namespace, 'link', 'set', device, 'up');
    }
  } catch (error) {
    remove();
    throw error;
  }
  const pairs = [
    [near, far],
    [far, near],
  ] as const;
  return {
    near: { namespace: near.namespace, host: near.host },
    far: { namespace: far.namespace, host: far.host },
    // A hardware address that nobody has: the cable carries the packets and nobody takes them.
    cut: () => {
      for (const [from, to] of pairs)
        ip('-n', from.namespace, 'neigh', 'replace', to.host, 'lladdr', '02:00:00:00:00:99', 'dev', from.device, 'nud', 'permanent');
    },
    heal: () => {
      for (const [from, to] of pairs) ip('-n', from.namespace, 'neigh', 'del', to.host, 'dev', from.device);
    },
    remove,
  };
}
