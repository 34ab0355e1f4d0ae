import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../scripts/host/paths.ts';

const tasks = join(root, 'test', 'bench', 'tasks');

/**
 * Bundles Winnow as `npm run build` does, and the tasks beside it, into a folder of its own: what is measured does not
 * change while it is measured. The folder has to be within the checkout, where native packages are found.
 */
export async function buildBench(folder: string): Promise<void> {
  execFileSync(process.execPath, [join(root, 'esbuild.mjs'), `--out=${folder}`], { cwd: root, stdio: 'pipe' });
  await build({
    entryPoints: readdirSync(tasks).filter((name) => name.endsWith('.ts')).map((name) => join(tasks, name)),
    outdir: join(folder, 'tasks'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['@duckdb/node-api', '@duckdb/node-bindings'],
    logLevel: 'warning',
  });
}
