import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { closeBrowser, openPage } from '../harness/browserPage.ts';
import '../harness/pageWindow.ts';

after(closeBrowser);

async function open(): Promise<Page> {
  const { page } = await openPage({ entry: 'test/webview/harness/gridPage.ts', query: 'table=wide&rows=1000&columns=2000&latency=2' });
  await settled(page);
  await page.locator('.rows-scroller').focus();
  return page;
}

async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.waitForFunction(() => document.querySelector('.grid-row:not([hidden]) .grid-cell:not([hidden])') !== null
    && document.querySelector('.grid-row:not([hidden]) .grid-cell.pending:not([hidden])') === null);
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
  await settled(page);
}

/** Columns in sight by their headers, and the cell of each in the first row, from left to right. */
const inSight = (page: Page): Promise<{ name: string; index: number; left: number; right: number; text: string }[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.grid-heading:not([hidden])')]
      .map((heading) => ({
        name: heading.querySelector('.name')!.textContent ?? '',
        index: Number(heading.getAttribute('aria-colindex')),
        left: heading.getBoundingClientRect().left,
        right: heading.getBoundingClientRect().right,
        text:
          document.querySelector(
            `.grid-row[aria-rowindex="2"] .grid-cell[aria-colindex="${heading.getAttribute('aria-colindex')}"]:not([hidden])`,
          )?.textContent ?? 'gone',
      }))
      .sort((a, b) => a.left - b.left),
  );
const names = async (page: Page): Promise<string[]> => (await inSight(page)).map(({ name }) => name);
const selected = (page: Page): Promise<string | null> => page.evaluate(() => window.winnow.store.screen.selectedColumn);
const order = (page: Page): Promise<readonly string[]> => page.evaluate(() => window.winnow.store.screen.order);

test('the keyboard reaches the first and the last of two thousand columns, and each between them', async () => {
  const page = await open();
  await press(page, 'End');
  assert.equal(await selected(page), 'feature_1999');
  const last = (await inSight(page)).at(-1)!;
  const edge = await page.evaluate(() => document.querySelector('.rows-layer')!.getBoundingClientRect().right);
  assert.deepEqual([last.name, last.index, Math.round(last.right)], ['feature_1999', 2001, Math.round(edge)]);
  await press(page, ...Array<string>(30).fill('ArrowLeft'));
  assert.equal(await selected(page), 'feature_1969');
  assert.ok((await names(page)).includes('feature_1969'));
  await press(page, 'Home', ...Array<string>(25).fill('ArrowRight'));
  assert.equal(await selected(page), 'feature_25');
  await press(page, 'Home');
  assert.deepEqual((await names(page)).slice(0, 3), ['#', 'text', 'feature_1']);
});

test('headers and cells of two thousand columns are a bounded number of elements, and only columns near to sight are fetched', async () => {
  const page = await open();
  for (const share of [0.2, 0.71, 1]) {
    await page.evaluate((part) => {
      const scroller = document.querySelector('.rows-scroller')!;
      scroller.scrollLeft = (scroller.scrollWidth - scroller.clientWidth) * part;
    }, share);
    await settled(page);
    const columns = (await inSight(page)).slice(1);
    for (const { name, index, text } of columns) {
      assert.match(name, new RegExp(`_${index - 2}$`));
      assert.match(text, name.startsWith('label') ? /^[a-z]+$/ : /^0\.\d{4}$/);
    }
    columns.slice(1).forEach(({ left, index }, at) => assert.deepEqual([Math.round(left), index], [Math.round(columns[at]!.right), columns[at]!.index + 1]));
  }
  assert.ok(await page.locator('.grid-heading').count() < 40);
  assert.ok(await page.locator('.grid-row:first-child .grid-cell').count() < 40);
  const fetched = await page.evaluate(() => window.winnow.host.fetched.map((columns) => columns.length));
  assert.ok(Math.max(...fetched) < 48, String(fetched));
});

test('a column is reached by its name, hidden or not', async () => {
  const page = await open();
  await press(page, 'g');
  await page.locator('.picker').waitFor();
  await page.keyboard.type('feature_1500');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await selected(page), 'feature_1500');
  assert.ok((await names(page)).includes('feature_1500'));
  assert.equal(await page.evaluate(() => document.activeElement?.className), 'rows-scroller');
  await page.evaluate(() => window.winnow.store.patchScreen({ hidden: ['label_1003'], selectedColumn: 'text' }));
  await settled(page);
  await press(page, 'Home', 'g');
  await page.locator('.picker').waitFor();
  await page.keyboard.type('label_1003');
  await page.locator('.picker [aria-selected="true"]', { hasText: /^label_1003hidden$/ }).waitFor();
  await page.keyboard.press('Enter');
  await settled(page);
  assert.ok((await names(page)).includes('label_1003'));
  assert.deepEqual(await page.evaluate(() => window.winnow.store.screen.hidden), []);
  await press(page, 'g');
  await page.locator('.picker').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.picker').waitFor({ state: 'detached' });
});

test('freezing and hiding hold across two thousand columns', async () => {
  const page = await open();
  await page.evaluate(() => window.winnow.store.patchScreen({ frozen: 2, hidden: ['feature_1999', 'label_1998'] }));
  await settled(page);
  await press(page, 'End');
  const shown = await names(page);
  assert.deepEqual(shown.slice(0, 3), ['#', 'text', 'feature_1']);
  assert.equal(shown.at(-1), 'feature_1997');
  assert.equal(await page.locator('.rows-scroller').getAttribute('aria-colcount'), '1999');
});

test('columns are moved by Alt+Shift with an arrow and by dragging their headers, and back to the order of the file', async () => {
  const page = await open();
  await press(page, 'Home', 'Alt+Shift+ArrowRight', 'Alt+Shift+ArrowRight');
  assert.deepEqual((await names(page)).slice(0, 5), ['#', 'feature_1', 'feature_2', 'text', 'label_3']);
  assert.equal((await order(page)).length, 2000);
  await press(page, 'Alt+Shift+ArrowLeft', 'Alt+Shift+ArrowLeft');
  assert.deepEqual(await order(page), []);
  const [, text, first, second, third] = await inSight(page);
  const y = await page.evaluate(() => document.querySelector('.grid-heading .name')!.getBoundingClientRect().top + 5);
  await page.mouse.move(first!.left + 60, y);
  await page.mouse.down();
  await page.mouse.move(third!.left + 5, y, { steps: 4 });
  assert.equal(await page.locator('.grid-drop:not([hidden])').count(), 1);
  await page.mouse.up();
  await settled(page);
  assert.deepEqual((await names(page)).slice(0, 5), ['#', text!.name, second!.name, first!.name, third!.name]);
  assert.equal(await page.evaluate(() => window.winnow.store.screen.sort), null, 'a drag does not sort');
  assert.equal((await inSight(page))[3]!.text, first!.text);
});
