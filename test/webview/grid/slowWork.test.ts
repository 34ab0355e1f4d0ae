import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { viewWords } from '../../../webview/grid/slowWork.ts';
import { closeBrowser, openPage } from '../harness/browserPage.ts';
import '../harness/pageWindow.ts';

after(closeBrowser);

async function open(): Promise<Page> {
  const { page } = await openPage({ entry: 'test/webview/harness/gridPage.ts', query: 'table=wide&rows=100000&columns=6&latency=20' });
  await page.waitForFunction(() => document.querySelector('.grid-row:not([hidden]) .grid-cell:not(.pending)') !== null
    && document.querySelector('.grid-row:not([hidden]) .pending:not([hidden])') === null);
  await page.waitForFunction(() => window.winnow.store.screen.selectedRow !== null);
  await page.locator('.rows-scroller').focus();
  // What is asked for from now on stays on its way for as long as a test looks.
  await page.evaluate(() => void (window.winnow.host.pace.latency = 600_000));
  return page;
}

const firstRows = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.grid-row:not([hidden]) .number')]
      .map((cell) => cell.textContent ?? '')
      .sort((a, b) => Number(a) - Number(b))
      .slice(0, 3),
  );
const sort = (page: Page): Promise<unknown> => page.evaluate(() => window.winnow.store.screen.sort);
const bar = '.slow-work:not([hidden])';

test('a sort that takes long says so, and Escape goes back to the rows and the selection before it', async () => {
  const page = await open();
  await page.keyboard.press('ArrowDown');
  await page.locator('.grid-heading .name', { hasText: /^feature_1$/ }).click();
  await page.locator(bar).waitFor();
  assert.match(await page.locator(bar).innerText(), /Sorting by feature_1 …/);
  await page.locator('.rows-scroller[aria-busy="true"]').waitFor();
  await page.locator('.rows-scroller').focus();
  await page.keyboard.press('Escape');
  await page.locator(bar).waitFor({ state: 'detached' });
  // The rows are painted in a frame of their own.
  await page.locator('.rows-scroller[aria-busy="false"]').waitFor();
  assert.equal(await sort(page), null);
  assert.deepEqual(await firstRows(page), ['1', '2', '3']);
  assert.equal(await page.evaluate(() => window.winnow.store.screen.selectedRow), 2);
  assert.equal(await page.locator('.grid-row:not([hidden]) .pending:not([hidden])').count(), 0);
  assert.ok(await page.evaluate(() => window.winnow.host.counts.aborted) >= 1);
});

test('a filter that takes long is cancelled by its button, after another change too', async () => {
  const page = await open();
  await page.evaluate(() => window.winnow.store.patchScreen({ filters: [{ kind: 'missing', column: 'text' }] }));
  await page.locator(bar).waitFor();
  assert.match(await page.locator(bar).innerText(), /Filtering …/);
  await page.evaluate(() => window.winnow.store.patchScreen({ sort: { column: 'label_3', descending: true } }));
  await page.locator(bar, { hasText: 'Filtering and sorting by label_3 …' }).waitFor();
  await page.locator(`${bar} vscode-button`).click();
  await page.locator(bar).waitFor({ state: 'detached' });
  assert.deepEqual(await page.evaluate(() => [window.winnow.store.screen.filters, window.winnow.store.screen.sort]), [[], null]);
  assert.deepEqual(await firstRows(page), ['1', '2', '3']);
});

test('a search that takes long says what it looks for and can be cancelled', async () => {
  const page = await open();
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.closest('.find') !== null);
  await page.keyboard.type('row 77');
  await page.keyboard.press('Enter');
  await page.locator(bar).waitFor();
  assert.match(await page.locator(bar).innerText(), /Looking for “row 77” …/);
  await page.locator(`${bar} vscode-button`).click();
  await page.locator(bar).waitFor({ state: 'detached' });
  assert.equal(await page.locator('.find-words').innerText(), 'cancelled');
});

test('what happens on the way to a view is said in words', () => {
  const plain = { filters: [] };
  const filters = [{ kind: 'missing', column: 'a' }] as const;
  const byB = { column: 'b', descending: false };
  assert.equal(viewWords(plain, { filters: [], sort: byB }), 'Sorting by b …');
  assert.equal(viewWords(plain, { filters }), 'Filtering …');
  assert.equal(viewWords({ filters: [], sort: byB }, { filters, sort: byB }), 'Filtering …');
  assert.equal(viewWords(plain, { filters, sort: byB }), 'Filtering and sorting by b …');
  assert.equal(viewWords({ filters }, plain), 'Going back to all rows …');
  assert.equal(viewWords({ filters: [], sort: byB }, plain), 'Going back to file order …');
});
