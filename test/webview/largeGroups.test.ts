import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { createRandom } from '../../src/learn/random.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

const dimensions = 16;
const folder = mkdtemp(join(tmpdir(), 'winnow-groups-'));

/** No text, but an embedding: 60 rows unlike each other, then 30 alike, then 20 alike of which every second has another label. */
function lines(): string {
  const random = createRandom(71);
  const vector = (near?: readonly number[]): number[] =>
    Array.from({ length: dimensions }, (_, i) => (near ? near[i]! + 0.01 * (random() - 0.5) : random() - 0.5));
  const rows: object[] = [];
  const add = (label: string, embedding: number[]): void => {
    const number = rows.length + 1;
    rows.push({ id: `r${number}`, label, city: number % 3 === 0 ? 'Oslo' : 'Rome', embedding });
  };
  for (let i = 0; i < 60; i++) add(i % 2 === 0 ? 'dog' : 'cat', vector());
  const [first, second] = [vector(), vector()];
  for (let i = 0; i < 30; i++) add('dog', vector(first));
  for (let i = 0; i < 20; i++) add(i % 2 === 0 || i > 15 ? 'dog' : 'cat', vector(second));
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

const opened = folder.then(async (path) => {
  const file = join(path, 'animals.jsonl');
  await writeFile(file, lines());
  return openApp(file, { config: { roles: { label: 'label', embedding: 'embedding', content: ['city', 'embedding'] } } });
});

after(async () => {
  await (await opened).document.close();
  await closeBrowser();
  await rm(await folder, { recursive: true, force: true });
});

async function openGroup(check: string): Promise<Page> {
  const { page, document } = await opened;
  await document.ready;
  await page.getByRole('tab', { name: /Issues/ }).click();
  await page.locator(`tr[data-check="${check}"]`).click();
  await page.locator('.issue-detail .finding').first().waitFor();
  await page.keyboard.press('g');
  await page.locator('dialog.groups .group-row').nth(11).waitFor();
  return page;
}

test('embeddings are compared by how near they are, and not number by number', async () => {
  const page = await openGroup('near-duplicate');
  const rows = page.locator('dialog.groups .group-row');
  const [own, other] = [await rows.nth(0).innerText(), await rows.nth(1).innerText()];
  assert.match(own, /embedding\s+16 numbers/);
  assert.match(other, /embedding\s+cosine similarity 0?\.99\d* to row 61/);
  assert.deepEqual([await rows.nth(2).locator('del').allTextContents(), await rows.nth(2).locator('ins').allTextContents()], [['Rome'], ['Oslo']]);
  await page.keyboard.press('Escape');
  await page.locator('dialog.groups').waitFor({ state: 'detached' });
});

test('the keyboard reaches every row of a large group, and keeps one of them all', async () => {
  const page = await openGroup('near-duplicate');
  const on = (row: number): Promise<void> => page.locator(`dialog.groups .group-row.on[data-row="${row}"]`).waitFor();
  for (let row = 62; row <= 90; row++) {
    await page.locator(`dialog.groups .group-row[data-row="${row}"]`).waitFor();
    await page.keyboard.press('ArrowDown');
    await on(row);
  }
  await page.keyboard.press('Enter');
  await page.locator('dialog.groups').getByText('No open group is left').waitFor();
  const { decisions } = (await opened).document;
  assert.equal(decisions.length, 29);
  assert.ok(decisions.every(({ act, row }) => act === 'exclude' && row['id'] !== 'r90'));
  await page.keyboard.press('Escape');
});

test('a large group says how many rows of each label it has, and shows those alone', async () => {
  const page = await openGroup('conflicting-label');
  const dialog = page.locator('dialog.groups');
  const shown = (): Promise<string[]> => dialog.locator('.group-facts b').allTextContents();
  await dialog.locator('.part').nth(1).waitFor();
  assert.match(await dialog.locator('.group-parts').innerText(), /^20 rows\s+label\s+dog 12\s+cat 8$/);
  await page.keyboard.press('f');
  await dialog.locator('.part.on', { hasText: 'dog' }).waitFor();
  await dialog.locator('.group-row').nth(11).waitFor();
  await page.keyboard.press('f');
  await dialog.locator('.group-row').nth(8).waitFor({ state: 'detached' });
  assert.deepEqual(await shown(), [92, 94, 96, 98, 100, 102, 104, 106].map((row) => `Row ${row}`));
  await dialog.locator('.group-row.on[data-row="92"]').waitFor();
  assert.match(await dialog.locator('.dialog-foot').innerText(), /keep row 92, exclude 19 others/);
  await dialog.locator('.part.on').click();
  await dialog.locator('.group-row[data-row="91"]').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('one label for a large group touches only the rows that have another one, shown or not', async () => {
  const page = await openGroup('conflicting-label');
  assert.match(await page.locator('dialog.groups .dialog-foot').innerText(), /1\s*all are dog[^]*2\s*all are cat/);
  await page.keyboard.press('1');
  await page.locator('dialog.groups').getByText('No open group is left').waitFor();
  const relabelled = (await opened).document.decisions.filter(({ act }) => act === 'relabel');
  assert.deepEqual(relabelled.map(({ row, to }) => [row['id'], to]), [92, 94, 96, 98, 100, 102, 104, 106].map((row) => [`r${row}`, 'dog']));
  assert.deepEqual((await opened).violations, []);
});
