import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = join(dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css')), 'styles');
const classesIn = (text) => text.match(/\bm_[0-9a-f]{6,8}\b/g) ?? [];

/** Class of the component library → the file of its style. */
function filesByClass() {
  const files = readdirSync(folder).filter((file) => file.endsWith('.css') && !file.endsWith('.layer.css'));
  return new Map(files.flatMap((file) => classesIn(readFileSync(join(folder, file), 'utf8')).map((name) => [name, file])));
}

/** Fails the build when a component that is used has no style, which would otherwise only be seen. */
export function stylesComplete() {
  return {
    name: 'anteroom-styles-complete',
    apply: 'build',
    generateBundle(_options, bundle) {
      const outputs = Object.values(bundle);
      const used = new Set(outputs.flatMap((output) => (output.type === 'chunk' ? classesIn(output.code) : [])));
      const styled = new Set(outputs.flatMap((output) => (output.fileName.endsWith('.css') ? classesIn(String(output.source)) : [])));
      const missing = [...filesByClass()].filter(([name]) => used.has(name) && !styled.has(name)).map(([, file]) => file);
      if (missing.length > 0) this.error(`src/theme/styles.ts has to import ${[...new Set(missing)].join(', ')} of @mantine/core/styles`);
    },
  };
}
