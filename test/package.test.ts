import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { listFiles, PackageManager } from '@vscode/vsce';
import { root } from '../scripts/host/paths.ts';

interface Manifest {
  readonly icon: string;
  readonly keywords: readonly string[];
  readonly galleryBanner: { readonly color: string; readonly theme: string };
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

test('the icon is a picture of 128 × 128, and the page about Winnow has its colour', async () => {
  const icon = await readFile(join(root, manifest.icon));
  assert.equal(icon.toString('latin1', 1, 4), 'PNG');
  assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [128, 128]);
  const drawing = await readFile(join(root, 'media/icon.svg'), 'utf8');
  assert.ok(drawing.includes(`fill="${manifest.galleryBanner.color}"`));
  assert.ok(manifest.keywords.length <= 30 && new Set(manifest.keywords).size === manifest.keywords.length);
});

test('what is packed is what Winnow runs on: no sources, tests, samples or maps', async () => {
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const strange = files.filter((file) => !/^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE|media\/.+|dist\/.+\.(?:js|css)|dist\/NOTICES\.txt)$/.test(file));
  assert.deepEqual(strange, []);
  for (const file of ['package.json', 'LICENSE', manifest.icon, 'media/winnow.schema.json', 'media/walkthrough/fix.md']) assert.ok(files.includes(file), file);
  assert.equal(files.includes('media/icon.svg'), false);
});
