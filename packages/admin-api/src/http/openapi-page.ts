import { createHash } from 'node:crypto';

interface Operation {
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: unknown }>> }>>;
}

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
summary{cursor:pointer}code,pre{font-family:ui-monospace,monospace;font-size:13px}pre{overflow:auto;padding:.75rem;border:1px solid #8886;border-radius:6px}
b{display:inline-block;min-width:4.5rem}li{list-style:none}ul{padding:0}dt{font-weight:600}h2{margin-top:2rem}a{color:inherit}`;

/** The page has one style sheet and no script. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'`;

/** The OpenAPI document for people: one page, no script, every call with what it needs, takes and gives. */
export function openApiPage(document: Readonly<Record<string, unknown>>): string {
  const { paths, info, components } = document as {
    readonly info: { readonly title: string; readonly version: string };
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
  };
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(calls.map(({ operation }) => operation.tags[0] ?? ''))].sort();
  const sections = tags.map((tag) => {
    const own = calls.filter(({ operation }) => operation.tags[0] === tag);
    return `<h2 id="${escaped(tag)}">${escaped(tag)}</h2><ul>${own.map(callItem).join('')}</ul>`;
  });
  const schemas = Object.entries(components.schemas).map(([name, schema]) => `<dt id="${name}">${name}</dt><dd>${shape(schema)}</dd>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(info.title)}</title><style>${STYLE}</style></head><body><h1>${escaped(info.title)} ${escaped(info.version)}</h1><p>The same as <a href="openapi.json">openapi.json</a> (OpenAPI 3.1), ${calls.length} calls.</p><nav>${tags.map((tag) => `<a href="#${escaped(tag)}">${escaped(tag)}</a>`).join(' · ')}</nav>${sections.join('')}<h2>Representations</h2><dl>${schemas.join('')}</dl></body></html>`;
}

function callItem({ path, method, operation }: { readonly path: string; readonly method: string; readonly operation: Operation }): string {
  const parameters = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, description = '' }) => `<li><code>${escaped(name)}</code> ${escaped(description)}</li>`);
  const takes = Object.entries(operation.requestBody?.content ?? {}).map(
    ([media, { schema }]) => `<p>Takes ${escaped(media)}</p>${shape(schema)}`,
  );
  const gives = Object.entries(operation.responses)
    .filter(([status]) => status !== 'default')
    .map(([status, { content = {} }]) => {
      const bodies = Object.entries(content).map(([media, { schema }]) => (media === 'application/json' ? shape(schema) : escaped(media)));
      return `<p>${status}</p>${bodies.join('')}`;
    });
  const query = parameters.length === 0 ? '' : `<ul>${parameters.join('')}</ul>`;
  return `<li><details><summary><b>${method.toUpperCase()}</b><code>${escaped(path)}</code> ${escaped(operation.summary)}</summary><p>${escaped(operation.description)}</p>${query}${takes.join('')}${gives.join('')}</details></li>`;
}

/** A schema as it stands, with its references as links. */
function shape(schema: unknown): string {
  const text = escaped(JSON.stringify(schema, null, 2));
  return `<pre>${text.replace(/#\/components\/schemas\/(\w+)/g, '<a href="#$1">$1</a>')}</pre>`;
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
