import { fullPath, type Method, type Route } from './route.ts';

export type Match =
  | { readonly kind: 'found'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'method-not-allowed' }
  | { readonly kind: 'none' };

interface Node {
  readonly fixed: Map<string, Node>;
  parameter: Node | null;
  /** `*name` takes the rest of the path. */
  rest: Node | null;
  readonly routes: Map<string, { readonly route: Route; readonly names: readonly string[] }>;
}

const newNode = (): Node => ({ fixed: new Map(), parameter: null, rest: null, routes: new Map() });

/** A tree of path segments; a fixed segment wins over a parameter. Segments arrive percent-decoded. */
export function createRouter(routes: readonly Route[]) {
  const root = newNode();
  for (const route of routes) {
    let node = root;
    const names: string[] = [];
    for (const segment of fullPath(route)
      .split('/')
      .filter((part) => part !== '')) {
      if (segment.startsWith(':') || segment.startsWith('*')) names.push(segment.slice(1));
      node = child(node, segment);
    }
    if (node.routes.has(route.method)) throw new Error(`two routes for ${route.method} ${route.path}`);
    node.routes.set(route.method, { route, names });
  }
  return {
    match(method: string, segments: readonly string[]): Match {
      const found = find(root, segments, 0, []);
      if (found === null) return { kind: 'none' };
      const entry = found.node.routes.get(method as Method);
      if (entry === undefined) return { kind: 'method-not-allowed' };
      return {
        kind: 'found',
        route: entry.route,
        params: Object.fromEntries(entry.names.map((name, index) => [name, found.values[index]!])),
      };
    },
  };
}

function child(node: Node, segment: string): Node {
  if (segment.startsWith('*')) {
    node.rest ??= newNode();
    return node.rest;
  }
  if (segment.startsWith(':')) {
    node.parameter ??= newNode();
    return node.parameter;
  }
  const known = node.fixed.get(segment) ?? newNode();
  node.fixed.set(segment, known);
  return known;
}

function find(
  node: Node,
  segments: readonly string[],
  at: number,
  values: readonly string[],
): { node: Node; values: readonly string[] } | null {
  const segment = segments[at];
  if (segment === undefined) return node.routes.size > 0 ? { node, values } : null;
  const fixed = node.fixed.get(segment);
  const throughFixed = fixed === undefined ? null : find(fixed, segments, at + 1, values);
  if (throughFixed !== null) return throughFixed;
  const throughParameter = node.parameter === null ? null : find(node.parameter, segments, at + 1, [...values, segment]);
  if (throughParameter !== null) return throughParameter;
  return node.rest === null ? null : { node: node.rest, values: [...values, segments.slice(at).join('/')] };
}
