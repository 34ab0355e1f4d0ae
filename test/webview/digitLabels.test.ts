import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

let opened: Awaited<ReturnType<typeof openApp>>;
let folder: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'winnow-digits-'));
  const file = join(folder, 'stars.csv');
  const rows = Array.from({ length: 60 }, (_, row) => `${(row * 7.3).toFixed(1)},${(row * 11) % 13},${[1, 1, 0, 2, 1][row % 5]}`);
  writeFileSync(file, `x,y,label\n${rows.join('\n')}\n`);
  opened = await openApp(file);
  await opened.page.locator('.status', { hasText: 'checked in' }).waitFor();
});

after(async () => {
  await closeBrowser();
  rmSync(folder, { recursive: true });
});

it('gives the label 0 by the key 0, where 1 is the most frequent', async () => {
  const { page } = opened;
  await page.locator('.rows-scroller').focus();
  await page.getByText('Row 1 · line 2', { exact: false }).waitFor();
  const keys = page.locator('.inspector .keys[aria-label="Label of the row"] .key');
  assert.deepEqual((await keys.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ')), ['0 0', '1 1', '2 2']);
  await page.keyboard.press('0');
  await page.locator('.grid-row:not([hidden]) .grid-cell.label').filter({ has: page.locator('.was', { hasText: /^1$/ }) }).filter({ hasText: /0$/ }).waitFor();
});

it('heads labels that are figures where they stand: at the left', async () => {
  const { page } = opened;
  const heading = page.getByRole('columnheader', { name: /^label/ });
  assert.equal(await heading.evaluate((element) => getComputedStyle(element).textAlign), 'left');
  assert.equal(await page.getByRole('columnheader', { name: /^x/ }).evaluate((element) => getComputedStyle(element).textAlign), 'right');
});

it('goes back to the row of what is undone, before the next key decides on it', async () => {
  const { page } = opened;
  await page.getByText('Row 2 · line 3', { exact: false }).waitFor();
  await page.keyboard.press('u');
  await page.keyboard.press('2');
  await page
    .locator('.grid-row:not([hidden])')
    .filter({ has: page.locator('[role=rowheader]', { hasText: /^\s*1\s*$/ }) })
    .locator('.grid-cell.label')
    .filter({ hasText: /2$/ })
    .waitFor();
  await page.keyboard.press('u');
  await page.locator('.status').getByText('Undone: Label row 1 2').waitFor();
  await page.getByText('Row 1 · line 2', { exact: false }).waitFor();
});

it('shows a row without a content column once when it is labelled', async () => {
  const { page } = opened;
  await page.keyboard.press('L');
  await page.locator('.labelling .labelling-content').first().waitFor();
  assert.deepEqual(await page.locator('.labelling .cell-name').allInnerTexts(), ['x', 'y']);
  assert.equal((await page.locator('.labelling-others').innerText()).trim(), '');
});
