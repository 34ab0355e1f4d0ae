// npm run bench [-- SUITE… OPTIONS]: what Winnow costs, beside its yardsticks. See test/bench/bench.ts.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './bootstrap.mjs';

try {
  prepare();
  // A process of its own: esbuild, which builds what is measured, does not run where tsx was loaded for single imports.
  const done = spawnSync(process.execPath, ['--import', 'tsx', join(root, 'test', 'bench', 'main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = done.status ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
