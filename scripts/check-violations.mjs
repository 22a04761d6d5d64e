// Plants one violation per architecture rule and expects each to be reported: a rule that catches nothing is itself an error.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, root } from './lib/toolchain.mjs';

const { default: config } = await import('../.dependency-cruiser.mjs');
const PACKAGES = [
  'core',
  'flows',
  'passwords',
  'action-tokens',
  'oidc',
  'admin-api',
  'pages',
  'mail',
  'http',
  'store-memory',
  'store-sql',
  'store-redis',
  'config',
  'testkit',
];

/** rule → [file below the root, source]. Imports are relative so that they resolve wherever they are planted. */
const planted = {
  'no-cycles': ['packages/core/src/planted-cycle-a.ts', "import './planted-cycle-b.ts';\n"],
  'examples-know-the-port-only': ['examples/store-files/src/planted-adapter.ts', "import '../../../packages/store-sql/src/index.ts';\n"],
  'core-is-pure': ['packages/core/src/planted-pure.ts', "import 'node:fs';\n"],
  'flows-know-no-http': ['packages/flows/src/planted-http.ts', "import 'node:http';\n"],
  'only-oidc-imports-oidc-provider': [
    'packages/http/src/planted-oidc-provider.ts',
    "import '../../oidc/node_modules/oidc-provider/lib/index.js';\n",
  ],
  'only-mail-imports-nodemailer': [
    'packages/http/src/planted-nodemailer.ts',
    "import '../../mail/node_modules/nodemailer/lib/nodemailer.js';\n",
  ],
  'only-store-sql-imports-knex': ['packages/http/src/planted-knex.ts', "import '../../store-sql/node_modules/knex/knex.js';\n"],
  'only-store-redis-imports-ioredis': [
    'packages/http/src/planted-ioredis.ts',
    "import '../../store-redis/node_modules/ioredis/built/index.js';\n",
  ],
  'only-http-and-admin-api-import-koa': ['packages/pages/src/planted-koa.ts', "import '../../http/node_modules/koa/lib/application.js';\n"],
  'only-server-names-adapters': ['packages/http/src/planted-adapter.ts', "import '../../store-sql/src/index.ts';\n"],
  'e2e-is-black-box': ['apps/e2e/src/planted-inside.ts', "import '../../../packages/core/src/index.ts';\n"],
  'console-knows-http-alone': ['apps/admin-ui/src/planted-inside.ts', "import '../../../packages/core/src/index.ts';\n"],
  'testkit-is-for-tests': ['packages/http/src/planted-testkit.ts', "import '../../testkit/src/index.ts';\n"],
};
const extra = [['packages/core/src/planted-cycle-b.ts', "import './planted-cycle-a.ts';\n"]];
for (const name of PACKAGES) {
  const wrong = name === 'store-memory' ? 'store-sql' : 'store-memory';
  planted[`${name}-uses-only`] = [`packages/${name}/src/planted-uses.ts`, `import '../../${wrong}/src/index.ts';\n`];
}

const unplanted = config.forbidden.map((rule) => rule.name).filter((name) => !(name in planted));
const files = [...Object.values(planted), ...extra];
try {
  for (const [file, source] of files) writeFileSync(join(root, file), source);
  const done = spawnSync(
    bin('depcruise'),
    ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'packages', 'apps', 'examples'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  const report = JSON.parse(done.stdout);
  const red = new Set(
    report.summary.violations.filter((violation) => /planted/.test(violation.from)).map((violation) => violation.rule.name),
  );
  const missed = Object.keys(planted).filter((rule) => !red.has(rule));
  for (const rule of missed) console.error(`rule ${rule} does not catch what was planted for it`);
  for (const rule of unplanted) console.error(`rule ${rule} has nothing planted for it`);
  console.log(`${red.size} of ${Object.keys(planted).length} planted violations are red`);
  process.exitCode = missed.length + unplanted.length === 0 ? 0 : 1;
} finally {
  for (const [file] of files) rmSync(join(root, file), { force: true });
}
