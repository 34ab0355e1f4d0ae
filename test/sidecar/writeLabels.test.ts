import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { TaxonomyChange } from '../../src/core/taxonomy.ts';
import { addAnnotationColumn, changeTaxonomy, type ListStep, readConfig, turnListStep } from '../../src/sidecar/config.ts';
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

const turned = async (context: TestContext, text: string, change: TaxonomyChange): Promise<{ path: string; step: ListStep }> => {
  const folder = await temporaryFolder(context);
  const path = join(folder, 'winnow.json');
  await writeFile(path, text);
  const step = await changeTaxonomy(join(folder, 'a.csv'), change, folder);
  assert.ok(step);
  return { path, step };
};

for (const [what, text] of Object.entries({ plain: taxonomy, 'with a byte order mark': `\uFEFF${taxonomy}`, 'with Windows line ends': taxonomy.replaceAll('\n', '\r\n') })) {
  test(`a change to labels is taken back and made again to the byte, comments included: ${what}`, async (context) => {
    const { path, step } = await turned(context, text, { remove: ['news', 'sport'], add: [{ name: 'other' }] });
    const after = await readFile(path, 'utf8');
    assert.notEqual(after, text);
    await turnListStep(step, true);
    assert.equal(await readFile(path, 'utf8'), text);
    await turnListStep(step, false);
    assert.equal(await readFile(path, 'utf8'), after);
  });
}

test('what others wrote to the rest of the file meanwhile stays when a change to labels is taken back', async (context) => {
  const { path, step } = await turned(context, taxonomy, { rename: { from: 'sport', to: 'games' } });
  const theirs = (await readFile(path, 'utf8')).replace('{\n', '{\n  "key": ["id"],\n');
  await writeFile(path, theirs);
  await turnListStep(step, true);
  assert.equal(await readFile(path, 'utf8'), theirs.replace('"games"', '"sport"'));
});

test('labels that others have changed since are not taken back, nor are those of a file that is damaged', async (context) => {
  const { path, step } = await turned(context, taxonomy, { rename: { from: 'sport', to: 'games' } });
  const theirs = (await readFile(path, 'utf8')).replace('"news"', '"politics"');
  await writeFile(path, theirs);
  await assert.rejects(turnListStep(step, true), /is not as this step left it/);
  assert.equal(await readFile(path, 'utf8'), theirs);
  await writeFile(path, '{ "taxonomy": [');
  await assert.rejects(turnListStep(step, true), /Mend the file/);
  assert.equal(await readFile(path, 'utf8'), '{ "taxonomy": [');
});

test('a taxonomy that a change began is gone once it is taken back, and a change of nothing is no step', async (context) => {
  const { path, step } = await turned(context, '{\n  "key": ["id"]\n}\n', { add: [{ name: 'a', colour: '#112233' }] });
  const data = join(dirname(path), 'a.csv');
  assert.equal(await changeTaxonomy(data, { add: [{ name: 'a' }] }, dirname(path)), null);
  await turnListStep(step, true);
  assert.equal((await readConfig(data, { root: dirname(path) })).config.taxonomy, undefined);
  await turnListStep(step, false);
  assert.deepEqual((await readConfig(data, { root: dirname(path) })).config.taxonomy, [{ name: 'a', colour: '#112233' }]);
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
