import { defineConfig } from 'rolldown';

// One file, so that starting reads one file. Native packages stay outside; drivers that knex can do without are absent.
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  external: ['better-sqlite3', '@node-rs/argon2', /^(pg|pg-query-stream|pg-native|mysql|mysql2|sqlite3|oracledb|tedious)(\/|$)/],
  transform: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  output: { dir: 'dist', format: 'esm', sourcemap: true, entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', cleanDir: true },
});
