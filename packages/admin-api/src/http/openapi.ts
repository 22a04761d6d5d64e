import { type ZodType, z } from 'zod';
import type { Permission } from '../permissions/permission.ts';
import { CANONICAL } from '../schemas/scalars.ts';
import { SCHEMA_NAMES } from '../schemas/schema-names.ts';
import { refusal } from './answers.ts';
import { pathTemplate, type Route } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI document, read from the routes themselves. */
export function openApiDocument(routes: readonly Route[], base: string, version: string): Json {
  const paths: Record<string, Record<string, unknown>> = {
    '/admin/openapi.json': { get: open('This document', 'application/json') },
    '/admin/openapi': { get: open('This document as a page', 'text/html') },
  };
  const read = new Set(routes.filter(({ method }) => method === 'GET').map(pathTemplate));
  for (const route of routes) {
    const path = pathTemplate(route);
    const guardable = route.method === 'PUT' && read.has(path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, path, guardable) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Anteroom Admin REST API', version },
    servers: [{ url: base }],
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries([
        ...[...SCHEMA_NAMES].map(([schema, name]) => [name, jsonSchema(schema, { named: true })]),
        ['Refusal', jsonSchema(refusal)],
      ]),
    },
    security: [{ bearer: [] }],
    paths,
  };
}

/** A call without a token. */
const open = (summary: string, media: string): Json => ({
  ...{ tags: ['server'], summary, description: 'For everybody', security: [] },
  responses: { 200: { description: 'Done', content: { [media]: { schema: {} } } } },
});

/** `ETag` of what was read: the change is refused with 412 if anybody else was faster. */
const IF_MATCH = {
  ...{ name: 'If-Match', in: 'header', schema: { type: 'string' } },
  description: 'ETag of what was read; 412 if it was changed meanwhile',
};

function operation(route: Route, path: string, guardable: boolean): Json {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...Object.entries(route.parameters).map(([name, description]) => ({
      name,
      in: 'query',
      description,
      schema: { type: 'string' },
    })),
    ...(guardable ? [IF_MATCH] : []),
  ];
  return {
    operationId: `${route.method.toLowerCase()}${path
      .replace(/^\/admin/, '')
      .replace(/[{}]/g, '')
      .replaceAll('/', '_')}`,
    tags: [path.startsWith('/admin/anteroom/') ? 'anteroom' : route.path.split('/')[1] || 'realms'],
    summary: route.summary,
    description: described(route.permission),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBody(route),
    responses: {
      ...Object.fromEntries(Object.entries(route.answers).map(([status, body]) => [status, response(body)])),
      default: { description: 'Refused', content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } } },
    },
  };
}

function requestBody(route: Route): Json {
  if (route.consumes === 'none') return {};
  if (route.consumes === 'text') return { requestBody: { content: { 'text/plain': { schema: { type: 'string' } } } } };
  if (route.consumes === 'form-data') return { requestBody: { content: { 'multipart/form-data': { schema: { type: 'object' } } } } };
  return { requestBody: { content: { 'application/json': { schema: route.request === null ? {} : jsonSchema(route.request) } } } };
}

function response(body: Route['answers'][200]): Json {
  if (body === null || body === undefined) return { description: 'Done' };
  return { description: 'Done', content: { 'application/json': { schema: jsonSchema(body) } } };
}

/** JSON Schema 2020-12, as OpenAPI 3.1 has it: representations by reference, scalars as the one type that they are meant to have. */
function jsonSchema(schema: ZodType, { named = false } = {}): Json {
  const name = SCHEMA_NAMES.get(schema);
  if (name !== undefined && !named) return reference(name);
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    unrepresentable: 'any',
    io: 'input',
    override({ zodSchema, jsonSchema: written }) {
      const other = SCHEMA_NAMES.get(zodSchema as unknown as ZodType);
      const canonical = CANONICAL.get(zodSchema as unknown as ZodType);
      const replacement = canonical ?? (other === undefined || (zodSchema as unknown) === schema ? undefined : reference(other));
      if (replacement === undefined) return;
      for (const key of Object.keys(written)) delete (written as Record<string, unknown>)[key];
      Object.assign(written, replacement);
    },
  });
  return json;
}

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

function described(permission: Permission): string {
  if (permission.kind === 'any-of') return `Needs one of: ${permission.roles.join(', ')}`;
  if (permission.kind === 'view-server') return 'Needs realm role admin of realm master, or view-realm over realm master';
  if (permission.kind === 'create-realm') return 'Needs realm role create-realm of realm master';
  return permission.kind === 'any-admin' ? 'Needs any role over the realm' : 'Needs a valid token';
}
