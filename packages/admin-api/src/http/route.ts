import type { RealmSnapshot } from '@anteroom/core';
import type { ZodType } from 'zod';
import type { Admin } from '../permissions/admin.ts';
import type { Permission } from '../permissions/permission.ts';
import type { Answer } from './answer.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One admin call after authentication, realm look-up, permission check and body parsing. */
export interface Call<B = undefined> {
  readonly admin: Admin;
  /** The realm of the path. Routes of the server itself (`scope: 'server'`) get the caller's own realm. */
  readonly realm: RealmSnapshot;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: B;
  readonly ip: string;
}

/**
 * A route is a value: the router, the permission check, the OpenAPI document and the permission matrix all read it.
 * `path` is relative to `/admin/realms/{realm}` (or to `/admin` with `scope: 'server'`), with `:name` parameters.
 */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly scope: 'realm' | 'server';
  readonly permission: Permission;
  /** Name of the representation in error texts and in the OpenAPI document. */
  readonly requestName: string | null;
  readonly request: ZodType | null;
  /** `text/plain` bodies reach the handler as a string; anything else as checked JSON. */
  readonly consumes: 'json' | 'text' | 'none';
  readonly response: ZodType | null;
  /** Takes bodies of the size of a whole realm. */
  readonly large: boolean;
  readonly handler: (call: Call<never>) => Promise<Answer>;
}

export interface RouteInput<B> {
  readonly method: Method;
  readonly path: string;
  readonly scope?: 'realm' | 'server';
  readonly permission: Permission;
  readonly request?: readonly [name: string, schema: ZodType<B>];
  readonly consumes?: 'text';
  readonly response?: ZodType;
  readonly large?: boolean;
  readonly handler: (call: Call<B>) => Promise<Answer>;
}

export function route<B = undefined>(input: RouteInput<B>): Route {
  return {
    method: input.method,
    path: input.path,
    scope: input.scope ?? 'realm',
    permission: input.permission,
    requestName: input.request?.[0] ?? null,
    request: input.request?.[1] ?? null,
    consumes: input.consumes ?? (input.request === undefined ? 'none' : 'json'),
    response: input.response ?? null,
    large: input.large ?? false,
    handler: input.handler as Route['handler'],
  };
}
