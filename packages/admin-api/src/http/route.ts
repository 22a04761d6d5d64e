import type { RealmSnapshot } from '@anteroom/core';
import type { ZodType } from 'zod';
import type { Admin } from '../permissions/admin.ts';
import type { Permission } from '../permissions/permission.ts';
import type { Answer } from './answer.ts';
import { type Answers, gives } from './answers.ts';
import { PAGING } from './parameters.ts';

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
  /** Set when the caller changes what he read (`If-Match`): the write is refused with `conflict` if anybody else changed it. */
  readonly guarded: boolean;
}

/**
 * What a path is relative to. `realm`: Keycloak's own, below a realm. `server`: beside the realms. `anteroom`: what Keycloak does not have,
 * below a realm but apart from Keycloak's paths, so that nothing of a later Keycloak can collide with it.
 */
export type Scope = 'realm' | 'server' | 'anteroom';

const PREFIXES: Readonly<Record<Scope, string>> = {
  realm: '/realms/:realm',
  server: '',
  anteroom: '/anteroom/realms/:realm',
};

/** The path below `/admin`, with `:name` and `*name` for parameters. */
export const fullPath = ({ scope, path }: Pick<Route, 'scope' | 'path'>): string => `${PREFIXES[scope]}${path}`;

/** The whole path as OpenAPI writes it: `/admin/realms/{realm}/users/{id}`. */
export const pathTemplate = (route: Pick<Route, 'scope' | 'path'>): string => `/admin${fullPath(route).replace(/[:*](\w+)/g, '{$1}')}`;

/** A route is a value: the router, the permission check, the OpenAPI document and the permission matrix all read it. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly scope: Scope;
  readonly permission: Permission;
  /** What it gives or does, for the OpenAPI document. */
  readonly summary: string;
  /** Query parameters with what they mean; the handler sees no others. Lists have `first` and `max`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Name of the representation in error texts and in the OpenAPI document. */
  readonly requestName: string | null;
  readonly request: ZodType | null;
  /** `text/plain` bodies reach the handler as a string, `multipart/form-data` as `FormData`; anything else as checked JSON. */
  readonly consumes: 'json' | 'text' | 'form-data' | 'none';
  readonly answers: Answers;
  /** Takes bodies of the size of a whole realm. */
  readonly large: boolean;
  readonly handler: (call: Call<never>) => Promise<Answer>;
}

/** `response` is `answers` for the many calls that give one thing. */
export type RouteInput<B> = RouteDescription<B> & ({ readonly answers: Answers } | { readonly response: ZodType });

interface RouteDescription<B> {
  readonly method: Method;
  readonly path: string;
  readonly scope?: Scope;
  readonly permission: Permission;
  readonly summary: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly request?: readonly [name: string, schema: ZodType<B>];
  readonly consumes?: 'text' | 'form-data';
  readonly large?: boolean;
  readonly handler: (call: Call<B>) => Promise<Answer>;
}

export function route<B = undefined>(input: RouteInput<B>): Route {
  const answers = 'answers' in input ? input.answers : gives(input.response);
  const isList = Object.values(answers).some((body) => body !== null && 'element' in body);
  return {
    method: input.method,
    path: input.path,
    scope: input.scope ?? 'realm',
    permission: input.permission,
    summary: input.summary,
    parameters: { ...(isList ? PAGING : {}), ...input.parameters },
    requestName: input.request?.[0] ?? null,
    request: input.request?.[1] ?? null,
    consumes: input.consumes ?? (input.request === undefined ? 'none' : 'json'),
    answers,
    large: input.large ?? false,
    handler: input.handler as Route['handler'],
  };
}
