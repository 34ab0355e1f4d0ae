import assert from 'node:assert/strict';
import { test } from 'node:test';

type Notices = (metafiles: readonly { readonly inputs: Readonly<Record<string, unknown>> }[]) => string;

test('every package in a bundle comes with its licence, and our own files with none', async () => {
  const { notices } = (await import(new URL('../scripts/notices.mjs', import.meta.url).href)) as { notices: Notices };
  const text = notices([
    { inputs: { 'src/core/dataset.ts': {}, 'node_modules/papaparse/papaparse.js': {}, 'node_modules/papaparse/package.json': {} } },
    { inputs: { 'node_modules/@microsoft/fast-element/dist/esm/index.js': {}, 'node_modules/apache-arrow/Arrow.mjs': {} } },
  ]);
  const [, ...parts] = text.split(`${'='.repeat(72)}\n`);
  assert.deepEqual(parts.map((part) => /^\S+/.exec(part)![0]), ['@microsoft/fast-element', 'apache-arrow', 'papaparse']);
  const [element, arrow, papaparse] = parts as [string, string, string];
  assert.match(papaparse, /Permission is hereby granted/);
  assert.match(arrow, /Apache License[^]*Apache Arrow/);
  // It has no file of its own for it.
  assert.match(element, /MIT/);
});
