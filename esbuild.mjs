import { build, context } from 'esbuild';
import { mkdir, rm } from 'node:fs/promises';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

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
  { ...node, entryPoints: { extension: 'src/extension.ts', engine: 'src/engine/process.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { cli: 'src/cli/main.ts' }, outdir: 'dist', banner: { js: '#!/usr/bin/env node' } },
  {
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    entryPoints: { main: 'webview/main.ts', style: 'webview/style.css' },
    outdir: 'dist/webview',
    alias: { '@microsoft/fast-web-utilities': './webview/ui/fastWebUtilities.ts' },
    sourcemap: production ? false : 'linked',
    minify: production,
    logLevel: 'info',
  },
];

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
if (watch) {
  for (const bundle of bundles) await (await context(bundle)).watch();
} else {
  await Promise.all(bundles.map((bundle) => build(bundle)));
}
