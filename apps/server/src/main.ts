import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Compiling the bundle is a large part of every start and leaves memory behind. The cache lies beside the bundle, so whoever may write it
// may write the code as well; where nobody may (a container image), nothing is kept.
enableCompileCache(join(import.meta.dirname, 'compile-cache'));
await import('./command-line.ts');
