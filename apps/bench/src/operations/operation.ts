import type { Caller } from '../load/closed-loop.ts';
import type { HttpRequest } from '../load/http-connection.ts';
import type { Algorithm, BenchRealm, HashCost } from '../subject/bench-realm.ts';
import type { Subject } from '../subject/subject.ts';

export interface Site {
  readonly subject: Subject;
  readonly realm: BenchRealm;
  /** `/realms/{realm}/protocol/openid-connect` */
  readonly protocol: string;
  readonly callers: number;
}

export type Load =
  /** One request is one operation: driven by wrk. Every answer must be 200 and contain the text. */
  | { readonly kind: 'requests'; readonly requests: readonly HttpRequest[]; readonly expect: string }
  /** Several requests that depend on one another: driven by callers of this process. */
  | { readonly kind: 'flow'; readonly callers: readonly Caller[]; readonly close: () => void };

export interface Operation {
  readonly id: string;
  readonly title: string;
  readonly algorithm: Algorithm;
  readonly hashCost: HashCost;
  /** Asymmetric signatures and password hashes that one operation cannot do without. */
  readonly signatures: number;
  readonly hashes: number;
  /** Needs what Keycloak does not have. */
  readonly transient: boolean;
  readonly prepare: (site: Site) => Promise<Load>;
}
