import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { addAnnotationColumn, changeTaxonomy, readConfig } from '../../src/sidecar/config.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const taxonomy =
  '{\n  // what we sort by\n  "taxonomy": [\n    "news",\n    { "name": "sport", "definition": "Games." }, // since May\n    { "name": "art" }\n  ]\n}\n';

test('a label is renamed where it stands, and keeps its definition and the comments around it', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'winnow.json'), taxonomy);
  await changeTaxonomy(join(folder, 'a.csv'), { rename: { from: 'sport', to: 'sports' } }, folder);
  await changeTaxonomy(join(folder, 'a.csv'), { rename: { from: 'news', to: 'politics' } }, folder);
  assert.equal(await readFile(join(folder, 'winnow.json'), 'utf8'), taxonomy.replace('"sport"', '"sports"').replace('"news"', '"politics"'));
});

test('labels that are merged leave the taxonomy but for the one that they become', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'winnow.json'), taxonomy);
  await changeTaxonomy(join(folder, 'a.csv'), { remove: ['art', 'news'], add: [{ name: 'culture' }] }, folder);
  const { config } = await readConfig(join(folder, 'a.csv'), { root: folder });
  assert.deepEqual(config.taxonomy, [{ name: 'sport', definition: 'Games.' }, { name: 'culture' }]);
});

test('a label renamed to one that is there becomes that one', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'winnow.json'), taxonomy);
  await changeTaxonomy(join(folder, 'a.csv'), { rename: { from: 'art', to: 'news' } }, folder);
  const { config } = await readConfig(join(folder, 'a.csv'), { root: folder });
  assert.deepEqual(config.taxonomy?.map(({ name }) => name), ['news', 'sport']);
});

test('without a taxonomy there is nothing to rename, and a label to add makes one for the file', async (context) => {
  const folder = await temporaryFolder(context);
  const data = join(folder, 'a.csv');
  await changeTaxonomy(data, { rename: { from: 'a', to: 'b' } }, folder);
  assert.deepEqual((await readConfig(data, { root: folder })).config.taxonomy, undefined);
  await changeTaxonomy(data, { add: [{ name: 'a' }, { name: 'b', colour: '#112233' }] }, folder);
  assert.deepEqual((await readConfig(data, { root: folder })).config.taxonomy, [{ name: 'a' }, { name: 'b', colour: '#112233' }]);
  assert.deepEqual((await readConfig(join(folder, 'b.csv'), { root: folder })).config.taxonomy, undefined);
});

test('annotation columns are added one after the other, and a name is given once', async (context) => {
  const folder = await temporaryFolder(context);
  const data = join(folder, 'a.csv');
  await addAnnotationColumn(data, { name: 'mood', kind: 'label', labels: [{ name: 'good' }, { name: 'bad' }] }, folder);
  await addAnnotationColumn(data, { name: 'urgency', kind: 'number', min: 0, max: 10 }, folder);
  assert.deepEqual((await readConfig(data, { root: folder })).config.annotations, [
    { name: 'mood', kind: 'label', labels: [{ name: 'good' }, { name: 'bad' }] },
    { name: 'urgency', kind: 'number', min: 0, max: 10 },
  ]);
  await assert.rejects(addAnnotationColumn(data, { name: 'mood', kind: 'text' }, folder), /already/);
});
