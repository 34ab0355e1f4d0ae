import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

const folder = mkdtempSync(join(tmpdir(), 'winnow-compare-'));
const labels = ['positive', 'neutral', 'negative'];
/** 130 rows, of which `edit` may change or drop any. */
const rowsOf = (edit: (cells: string[], row: number) => string[] | null): string =>
  [
    'id,text,label',
    ...Array.from({ length: 130 }, (_, row) =>
      edit([`r${row + 1}`, `The review number ${row + 1} has something of its own to tell`, labels[row % 3]!], row + 1),
    )
      .filter((cells) => cells !== null)
      .map((cells) => cells.join(',')),
  ].join('\n') + '\n';
const [before, now] = [join(folder, 'before.csv'), join(folder, 'now.csv')];
writeFileSync(before, rowsOf((cells) => cells));
writeFileSync(
  now,
  rowsOf(([id = '', text = '', label = ''], row) =>
    row === 5
      ? null
      : [
          id,
          row <= 70 && row % 3 === 1 ? text.replace('something', 'a story') : text,
          row === 1 || row === 4 ? 'negative' : row === 2 ? '<img src=x>' : label,
        ],
  ),
);

const opened = openApp(now);

after(async () => {
  await (await opened).document.close();
  await closeBrowser();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<{ page: Page; violations: readonly string[] }> {
  const { page, violations, document: shown } = await opened;
  await shown.ready;
  await page.getByRole('tab', { name: 'Compare' }).click();
  return { page, violations };
}

const listed = (page: Page, words: string): Promise<void> => page.locator('.compared [role="status"]', { hasText: words }).waitFor();

test('before anything is chosen, the tab says what it would show and what can be compared with', async () => {
  const { page } = await start();
  await page.getByText('This screen shows what became of the dataset since another version of it').waitFor();
  assert.deepEqual(await page.locator('.compare-first vscode-button').allInnerTexts(), ['Compare with HEAD', 'Staged version', 'Revision…', 'File…']);
});

test('a comparison tells what became of rows, labels and columns, and pages through the rows', async () => {
  const { page, violations } = await start();
  (await opened).document.compareWith(before);
  await page.getByText('130 rows before, 129 now: 25 changed, 1 removed, 104 the same.').waitFor();
  await page.getByRole('heading', { name: '3 labels of label are another: before (down) and now (across)' }).waitFor();
  await listed(page, '25 rows');
  assert.deepEqual(
    await page.locator('.compared-rows li').first().locator('.compared-cell').allInnerTexts(),
    ['label positive → negative', 'text The review number 1 has somethinga story of its own to tell'].toSorted((a, b) => (a < b ? 1 : -1)),
  );
  await page.getByRole('radio', { name: 'Removed 1' }).click();
  await page.locator('.compared-rows li.removed', { hasText: 'row 5 before · line 6' }).waitFor();
  assert.deepEqual(violations, []);
});

test('a cell of the label matrix and a column lead to their rows, and a row to its place in Samples', async () => {
  const { page, violations } = await start();
  await page.getByRole('gridcell', { name: 'before positive, now negative: 2 rows' }).click();
  await listed(page, '2 rows');
  await page.locator('.compared .chip', { hasText: 'positive → negative' }).waitFor();
  await page.locator('.compared .chip button').click();
  await listed(page, '25 rows');
  await page.getByRole('button', { name: 'label: 3, show these rows' }).click();
  await listed(page, '3 rows');
  await page.locator('.compared-rows button').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText(/^Row 2\b/).first().waitFor();
  assert.deepEqual(violations, []);
});

test('rows can be matched by their content instead', async () => {
  const { page } = await start();
  await page.locator('.compare-bar vscode-dropdown').click();
  await page.getByRole('option', { name: 'content', exact: true }).click();
  // A row that kept nothing but its id is another row then.
  await page.getByText('130 rows before, 129 now: 23 changed, 2 added, 3 removed, 104 the same.').waitFor();
});
