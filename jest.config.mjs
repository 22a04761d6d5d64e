/** Tests that kill servers by the clock or measure a whole machine: they run one by one, after the others ran two at a time. */
const ALONE = [
  '\\.kill\\.test\\.ts$',
  '/apps/e2e/test/(drain|frozen-store|idle-memory|kill|nodes|outage|partition|replaced-nodes|workers)\\.test\\.ts$',
  '/packages/store-redis/src/(outage|stall)\\.test\\.ts$',
].join('|');
const ignoredIn = { together: [ALONE], alone: [`^(?!.*(?:${ALONE}))`] };

/** One configuration for the whole repository: native ESM from TypeScript source, no build step. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  testMatch: ['<rootDir>/{packages,apps,examples}/*/{src,test}/**/*.test.{ts,tsx}', '<rootDir>/scripts/**/*.test.ts'],
  // Without a lane, every file.
  testPathIgnorePatterns: ['/node_modules/', ...(ignoredIn[process.env.ANTEROOM_TEST_LANE] ?? [])],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/anteroom-data/'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
          target: 'es2024',
          // JSON data is imported `with { type: 'json' }`, as Node wants it.
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  globalSetup: '<rootDir>/apps/e2e/relying-party.setup.mjs',
  testTimeout: 20_000,
};
