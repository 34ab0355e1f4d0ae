import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { createRandom } from '../../src/learn/random.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

const rows = 240;
const words = { cat: ['purr', 'whiskers', 'meow', 'claws', 'mouse'], dog: ['bark', 'fetch', 'leash', 'bone', 'walk'] };
const folder = mkdtemp(join(tmpdir(), 'winnow-plans-'));

/** Texts about cats and dogs, every third without a label; the last two say the same. */
function animals(): string {
  const random = createRandom(4);
  const lines = Array.from({ length: rows }, (_, row) => {
    const label = row % 2 === 0 ? 'cat' : 'dog';
    const text = Array.from({ length: 6 }, () => words[random() < 0.5 ? 'cat' : label][Math.floor(random() * 5)]!).join(' ');
    return `${row + 1},${row >= rows - 2 ? 'the very same text of a cat' : `${text} ${row}`},${row >= rows - 2 ? 'cat' : row % 3 === 0 ? '' : label},${['DE', 'FR', 'IT'][row % 3]}`;
  });
  return `id,text,label,country\n${lines.join('\n')}\n`;
}

const opened = (async () => {
  const path = join(await folder, 'animals.csv');
  await writeFile(path, animals());
  return { path, ...(await openApp(path, { config: { roles: { label: 'label', content: ['text'], id: 'id', segments: ['country'] } } })) };
})();

after(async () => {
  await (await opened).document.close();
  await closeBrowser();
  await rm(await folder, { recursive: true, force: true });
});

async function inIssues(view: string): Promise<Page> {
  const { page, document } = await opened;
  await document.ready;
  await page.getByRole('tab', { name: /^Issues/ }).click();
  await page.getByRole('radio', { name: view }).click();
  return page;
}

test('rows to label next are listed with why, and open the labelling mode in their order', async () => {
  const page = await inIssues('Label next');
  const table = page.getByRole('grid', { name: 'What to label next' });
  await table.waitFor();
  const listed = (await table.locator('tbody tr').evaluateAll((found) => found.map((row) => Number((row as HTMLElement).dataset['row']))));
  assert.equal(listed.length, 50);
  assert.ok(listed.every((row) => (row - 1) % 3 === 0 && row < rows - 1));
  assert.match(await table.locator('tbody tr').first().locator('.why').innerText(), /^either “(cat|dog)” \(p \.\d\d\) or “(cat|dog)” \(p \.\d\d\)$/);
  await table.locator('tbody tr').first().focus();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.locator(`tr.on[data-row="${listed[2]!}"]`).waitFor();
  await page.getByRole('button', { name: 'Label these 50 rows' }).click();
  await page.locator(`.labelling[data-row="${listed[2]!}"]`).waitFor();
  await page.locator('.labelling').focus();
  for (const row of [listed[3]!, listed[4]!]) {
    await page.keyboard.press('1');
    await page.locator(`.labelling[data-row="${row}"]`).waitFor();
  }
  await page.locator('.status', { hasText: '2 decisions not saved' }).waitFor();
  const { document } = await opened;
  assert.deepEqual(document.decisions.map(({ act, row }) => [act, row['id']]), [['relabel', String(listed[2]!)], ['relabel', String(listed[3]!)]]);
});

test('what was labelled meanwhile is listed no more when rows are chosen again', async () => {
  const page = await inIssues('Label next');
  const { document } = await opened;
  const decided = document.decisions.map(({ row }) => String(row['id']));
  await page.getByRole('button', { name: 'Choose again' }).click();
  const table = page.getByRole('grid', { name: 'What to label next' });
  await table.waitFor();
  await page.getByText(`${80 - decided.length} without a label in label`).waitFor();
  for (const row of decided) assert.equal(await table.locator(`tr[data-row="${row}"]`).count(), 0);
});

test('a plan says what could be left out and what that does, and is written beside the file', async () => {
  const page = await inIssues('Redundancy');
  await page.getByText('Nothing is dropped').waitFor();
  const keep = page.getByRole('textbox', { name: 'Per cent of the rows to keep' });
  await keep.fill('a half');
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await page.getByRole('alert').getByText('“a half” is no share to keep').waitFor();
  await keep.fill('90');
  await keep.press('Enter');
  await page.locator('.plan-summary').waitFor();
  assert.match(await page.locator('.plan-summary').innerText(), /^Keeps 216 of 240 rows, 90 %\. Exact/);
  assert.match(await page.locator('.plan-reasons').innerText(), /^1 say the same as a row that is kept/);
  await page.getByRole('table', { name: 'What the plan does to country' }).waitFor();
  await page.getByRole('button', { name: 'Write the rows kept…' }).click();
  const { path } = await opened;
  await page.locator('.status', { hasText: `Wrote 216 rows to ${path}.subset.csv` }).waitFor();
  const written = (await readFile(`${path}.subset.csv`, 'utf8')).trimEnd().split('\n');
  assert.equal(written.length, 217);
  const all = new Set((await readFile(path, 'utf8')).split('\n'));
  assert.ok(written.every((line) => all.has(line)));
  assert.ok(existsSync(path));
});

test('the rows that a plan leaves out are a filter of the grid, for one reason or all', async () => {
  const { page } = await opened;
  const count = (words: string): Promise<void> => page.locator('.samples .bar .facts', { hasText: words }).waitFor();
  await page.locator('.plan-reasons li', { hasText: 'say the same as a row that is kept' }).getByRole('button').click();
  await page.locator('.chip', { hasText: 'copies that could go: keep 90 %, floor 50' }).waitFor();
  await count('1 of 240 rows');
  await page.locator('.grid-row', { hasText: 'the very same text of a cat' }).first().waitFor();
  await inIssues('Redundancy');
  await page.getByRole('button', { name: 'Show the 24 rows that could go' }).click();
  await page.locator('.chip', { hasText: 'rows that could go' }).waitFor();
  await count('24 of 240 rows');
});
