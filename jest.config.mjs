/** One configuration for the whole repository: native ESM from TypeScript source, no build step. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  testMatch: ['<rootDir>/{packages,apps,examples}/*/{src,test}/**/*.test.{ts,tsx}', '<rootDir>/scripts/**/*.test.ts'],
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
