import { defineConfig } from 'rolldown';
import { asciiOnly } from './ascii-only.mjs';

// One file, so that starting reads one file. Native packages stay outside; drivers that knex can do without are absent.
export default defineConfig({
  input: 'src/main.ts',
  plugins: [asciiOnly()],
  platform: 'node',
  external: ['better-sqlite3', '@node-rs/argon2', /^(pg|pg-query-stream|pg-native|mysql|mysql2|sqlite3|oracledb|tedious)(\/|$)/],
  transform: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  output: {
    dir: 'dist',
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    comments: { legal: true, annotation: false, jsdoc: false },
    cleanDir: true,
  },
});
