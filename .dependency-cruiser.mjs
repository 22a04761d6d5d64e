// The architecture as rules. `scripts/check-violations.mjs` plants one violation for each and expects red.
const only = (name, comment, library, owners) => ({
  name,
  comment,
  severity: 'error',
  from: {
    path: '^(packages|apps)/',
    pathNot: [...owners.map((owner) => `^${owner}/`), '\\.test\\.tsx?$', '^packages/testkit/', '^apps/e2e/', '^apps/bench/'],
  },
  to: { path: `node_modules/(${library})/` },
});

const mayUse = (from, allowed) => ({
  name: `${from}-uses-only`,
  comment: `packages/${from} may import ${allowed.length === 0 ? 'no package of ours' : allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^packages/${from}/src/`, pathNot: ['\\.test\\.tsx?$', '/test-rig', '/fixtures/'] },
  to: { path: '^(packages|apps)/', pathNot: [from, ...allowed].map((name) => `^packages/${name}/`) },
});

export default {
  forbidden: [
    { name: 'no-cycles', comment: 'no import cycles', severity: 'error', from: {}, to: { circular: true } },
    mayUse('core', []),
    mayUse('flows', ['core', 'passwords']),
    mayUse('passwords', ['core']),
    mayUse('action-tokens', ['core']),
    mayUse('oidc', ['core', 'flows', 'action-tokens']),
    mayUse('admin-api', ['core', 'action-tokens', 'flows', 'passwords']),
    mayUse('pages', ['core']),
    mayUse('mail', ['core']),
    mayUse('http', ['core', 'flows', 'oidc', 'pages', 'admin-api', 'action-tokens', 'mail']),
    mayUse('store-memory', ['core']),
    mayUse('store-sql', ['core']),
    mayUse('store-redis', ['core']),
    mayUse('config', []),
    mayUse('testkit', ['core']),
    {
      name: 'examples-know-the-port-only',
      comment: 'an example is what somebody else could have written: types of core, and testkit in its tests',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(packages|apps)/', pathNot: ['^packages/(core|testkit)/'] },
    },
    {
      name: 'core-is-pure',
      comment: 'core imports no library but zod and no I/O of Node',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: ['\\.test\\.ts$'] },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: ['node_modules/zod/', '^(node:)?crypto$'] },
    },
    {
      name: 'flows-know-no-http',
      comment: 'flows import no HTTP and no HTML',
      severity: 'error',
      from: { path: '^packages/flows/src/' },
      to: { path: ['^(node:)?https?$', 'node_modules/(koa|preact)/'] },
    },
    only('only-oidc-imports-oidc-provider', 'oidc-provider belongs to packages/oidc', 'oidc-provider', ['packages/oidc']),
    only('only-mail-imports-nodemailer', 'nodemailer belongs to packages/mail', 'nodemailer', ['packages/mail']),
    only('only-store-sql-imports-knex', 'knex and drivers belong to packages/store-sql', 'knex|better-sqlite3|pg|mysql2', [
      'packages/store-sql',
    ]),
    only('only-store-redis-imports-ioredis', 'ioredis belongs to packages/store-redis', 'ioredis', ['packages/store-redis']),
    only('only-http-and-admin-api-import-koa', 'Koa belongs to packages/http and packages/admin-api', 'koa', [
      'packages/http',
      'packages/admin-api',
    ]),
    {
      name: 'only-server-names-adapters',
      comment: 'only apps/server names a store',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: ['^apps/server/', '^packages/store-', '\\.test\\.tsx?$', '/test-rig'] },
      to: { path: '^packages/store-' },
    },
    {
      name: 'e2e-is-black-box',
      comment: 'apps/e2e imports nothing of ours but the starters of private database servers and the reader of OpenAPI documents',
      severity: 'error',
      from: { path: '^apps/e2e/' },
      to: { path: '^(packages|apps)/', pathNot: ['^apps/e2e/', '^packages/testkit/src/services/', '^packages/testkit/src/openapi/'] },
    },
    {
      name: 'console-knows-http-alone',
      comment: 'apps/admin-ui is a browser application: it imports nothing of ours and nothing of Node',
      severity: 'error',
      from: { path: '^apps/admin-ui/src/' },
      to: { path: ['^packages/', '^apps/(?!admin-ui/)', '^node:'] },
    },
    {
      name: 'testkit-is-for-tests',
      comment: 'nothing but tests imports testkit',
      severity: 'error',
      from: {
        path: '^(packages|apps)/',
        pathNot: ['\\.test\\.tsx?$', '^packages/testkit/', '^apps/e2e/', '^apps/bench/', '/test-rig', '/test/', '\\.race\\.'],
      },
      to: { path: '^packages/testkit/' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)dist/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
