import { z } from 'zod';
import type { Permission } from '../permissions/permission.ts';
import type { Route } from './route.ts';

/** The OpenAPI document, read from the routes themselves. */
export function openApiDocument(routes: readonly Route[], base: string, version: string): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = `/admin${route.scope === 'realm' ? '/realms/{realm}' : ''}${route.path.replace(/[:*](\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, path) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Anteroom Admin REST API', version },
    servers: [{ url: base }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    security: [{ bearer: [] }],
    paths,
  };
}

function operation(route: Route, path: string): Readonly<Record<string, unknown>> {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return {
    tags: [route.path.split('/')[1] || 'realms'],
    description: described(route.permission),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.request === null
      ? {}
      : {
          requestBody: {
            content: { 'application/json': { schema: z.toJSONSchema(route.request, { unrepresentable: 'any', io: 'input' }) } },
          },
        }),
    responses: { default: { description: 'As Keycloak answers it' } },
  };
}

function described(permission: Permission): string {
  if (permission.kind === 'any-of') return `Needs one of: ${permission.roles.join(', ')}`;
  if (permission.kind === 'create-realm') return 'Needs realm role create-realm of realm master';
  return permission.kind === 'any-admin' ? 'Needs any role over the realm' : 'Needs a valid token';
}
