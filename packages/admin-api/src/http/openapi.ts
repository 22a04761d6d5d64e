import { z } from 'zod';
import type { Permission } from '../permissions/permission.ts';
import { pathTemplate, type Route } from './route.ts';

/** The OpenAPI document, read from the routes themselves. */
export function openApiDocument(routes: readonly Route[], base: string, version: string): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = pathTemplate(route);
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
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...Object.entries(route.parameters).map(([name, description]) => ({ name, in: 'query', description, schema: { type: 'string' } })),
  ];
  return {
    tags: [path.startsWith('/admin/anteroom/') ? 'anteroom' : route.path.split('/')[1] || 'realms'],
    ...(route.summary === null ? {} : { summary: route.summary }),
    description: described(route.permission),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.request === null
      ? {}
      : {
          requestBody: {
            content: { 'application/json': { schema: z.toJSONSchema(route.request, { unrepresentable: 'any', io: 'input' }) } },
          },
        }),
    responses:
      route.response === null
        ? { default: { description: 'As Keycloak answers it' } }
        : {
            200: {
              description: 'Found',
              content: { 'application/json': { schema: z.toJSONSchema(route.response, { unrepresentable: 'any', io: 'output' }) } },
            },
          },
  };
}

function described(permission: Permission): string {
  if (permission.kind === 'any-of') return `Needs one of: ${permission.roles.join(', ')}`;
  if (permission.kind === 'view-server') return 'Needs realm role admin of realm master, or view-realm over realm master';
  if (permission.kind === 'create-realm') return 'Needs realm role create-realm of realm master';
  return permission.kind === 'any-admin' ? 'Needs any role over the realm' : 'Needs a valid token';
}
