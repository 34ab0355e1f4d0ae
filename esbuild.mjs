import { build, context } from 'esbuild';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { notices } from './scripts/notices.mjs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
/** Where the bundles go; the benchmark has a folder of its own, which no other build replaces while it measures. */
const out = process.argv.find((argument) => argument.startsWith('--out='))?.slice('--out='.length) ?? 'dist';

/** Native parts stay outside the bundles: they are found in node_modules. */
const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode', '@duckdb/node-api', '@duckdb/node-bindings'],
  sourcemap: production ? false : 'linked',
  minify: production,
  loader: { '.wasm': 'binary' },
  logLevel: 'info',
};

const bundles = [
  { ...node, entryPoints: { extension: 'src/extension.ts', engine: 'src/engine/process.ts', learner: 'src/engine/labels/learnThread.ts' }, outdir: out },
  { ...node, entryPoints: { cli: 'src/cli/main.ts' }, outdir: out, banner: { js: '#!/usr/bin/env node' } },
  {
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    entryPoints: { main: 'webview/main.ts', style: 'webview/style.css' },
    outdir: `${out}/webview`,
    alias: { '@microsoft/fast-web-utilities': './webview/ui/fastWebUtilities.ts' },
    sourcemap: production ? false : 'linked',
    minify: production,
    logLevel: 'info',
  },
];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
if (watch) {
  for (const bundle of bundles) await (await context(bundle)).watch();
} else {
  const built = await Promise.all(bundles.map((bundle) => build({ ...bundle, metafile: true })));
  await writeFile(`${out}/NOTICES.txt`, notices(built.map(({ metafile }) => metafile)));
}
