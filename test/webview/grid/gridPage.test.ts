import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { closeBrowser, openPage, type OpenedPage } from '../harness/browserPage.ts';
import { hostileNames, hostileTexts } from '../harness/hostileTable.ts';

after(closeBrowser);

const entry = 'test/webview/harness/gridPage.ts';
const million = 'table=wide&rows=10000000&columns=60&latency=5';

interface SeenRow {
  readonly position: number;
  readonly number: string;
  readonly text: string;
  readonly top: number;
  readonly bottom: number;
}

/** The rows that are in the page and shown, from top to bottom, in pixels from the top of the rows' part. */
function rowsSeen(page: Page): Promise<SeenRow[]> {
  return page.evaluate(() => {
    const edge = document.querySelector('.grid-head')!.getBoundingClientRect().bottom;
    return [...document.querySelectorAll('.grid-row:not([hidden])')].map((row) => ({
      position: Number(row.getAttribute('aria-rowindex')) - 2,
      number: row.querySelector('.number')!.textContent ?? '',
      text: row.querySelector('.grid-cell[aria-colindex="2"]:not([hidden])')?.textContent ?? '',
      top: row.getBoundingClientRect().top - edge,
      bottom: row.getBoundingClientRect().bottom - edge,
    })).sort((a, b) => a.position - b.position);
  });
}

async function open(query: string): Promise<OpenedPage> {
  const opened = await openPage({ entry, query });
  await settled(opened.page);
  await opened.page.locator('.rows-scroller').focus();
  return opened;
}

/** Waits until no row is pending and frames have passed. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('.grid-row:not([hidden])') !== null &&
      document.querySelector('.grid-row:not([hidden]) .grid-cell.pending:not([hidden])') === null,
  );
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await settled(page);
}

const heading = (page: Page, name: string): Locator =>
  page.locator('.grid-heading:not([hidden])').filter({ has: page.locator('.name', { hasText: new RegExp(`^${name}$`) }) });
/** Names of the columns in sight, from left to right. */
const headingNames = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.grid-heading:not([hidden])')]
      .sort((a, b) => Number(a.getAttribute('aria-colindex')) - Number(b.getAttribute('aria-colindex')))
      .map((cell) => cell.querySelector('.name')!.textContent ?? ''),
  );
const bodyHeight = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      document.querySelector('.rows-layer')!.getBoundingClientRect().bottom -
      document.querySelector('.grid-head')!.getBoundingClientRect().bottom,
  );
const current = (page: Page): Promise<string> => page.evaluate(() => {
  const id = document.querySelector('.rows-scroller')!.getAttribute('aria-activedescendant');
  return id ? (document.getElementById(id)?.textContent ?? 'gone') : 'none';
});
const screen = (
  page: Page,
): Promise<{
  selectedRow: number;
  selectedPosition: number;
  filters: unknown[];
  sort: unknown;
  frozen: number;
  hidden: string[];
  widths: Record<string, number>;
}> => page.evaluate(() => JSON.parse(JSON.stringify((window as unknown as { winnow: { store: { screen: object } } }).winnow.store.screen)));

test('the keyboard lands on the exact first and last of ten million rows', async () => {
  const { page, violations } = await open(million);
  await press(page, 'Control+End');
  const last = (await rowsSeen(page)).at(-1)!;
  assert.deepEqual([last.position, last.number], [9_999_999, '10000000']);
  assert.equal(Math.round(last.bottom), Math.round(await bodyHeight(page)));
  assert.equal((await screen(page)).selectedRow, 10_000_000);
  await press(page, 'ArrowUp');
  assert.equal((await screen(page)).selectedRow, 9_999_999);
  await press(page, 'Control+Home');
  const first = (await rowsSeen(page))[0]!;
  assert.deepEqual([first.position, first.number, Math.round(first.top)], [0, '1', 0]);
  assert.match(first.text, /^row 1 /);
  assert.deepEqual(violations, []);
});

test('the scrollbar lands on the exact ends, and the wheel moves by its own pixels', async () => {
  const { page } = await open(million);
  await page.evaluate(() => { document.querySelector('.rows-scroller')!.scrollTop = 1e9; });
  await press(page);
  const last = (await rowsSeen(page)).at(-1)!;
  assert.deepEqual([last.number, Math.round(last.bottom)], ['10000000', Math.round(await bodyHeight(page))]);
  await page.evaluate(() => {
    document.querySelector('.rows-scroller')!.dispatchEvent(new WheelEvent('wheel', { deltaY: -260, cancelable: true, bubbles: true }));
  });
  await press(page);
  const up = (await rowsSeen(page)).find(({ number }) => number === '9999990')!;
  assert.equal(Math.round(up.bottom), Math.round(await bodyHeight(page)));
  await page.evaluate(() => { document.querySelector('.rows-scroller')!.scrollTop = 0; });
  await press(page);
  assert.deepEqual((await rowsSeen(page)).slice(0, 2).map(({ number, top }) => [number, Math.round(top)]), [['1', 0], ['2', 26]]);
});

test('each row shows its own number and text wherever one scrolls, from a bounded number of elements', async () => {
  const { page } = await open(million);
  for (const share of [0.13, 0.5, 0.871, 0.2]) {
    await page.evaluate((part) => { const scroller = document.querySelector('.rows-scroller')!; scroller.scrollTop = scroller.scrollHeight * part; }, share);
    await press(page);
    const rows = await rowsSeen(page);
    assert.ok(rows.length > 20);
    rows.forEach((row, index) => {
      assert.equal(row.number, String(row.position + 1));
      assert.ok(row.text.startsWith(`row ${row.number} `), `${row.number} shows ${row.text}`);
      if (index > 0) assert.equal(row.position, rows[index - 1]!.position + 1);
    });
  }
  assert.ok((await page.locator('.grid-row').count()) < 60);
  assert.ok((await page.locator('.grid-cell').count()) < 1500);
});

test('only columns near to sight are fetched, and they come when one scrolls sideways', async () => {
  const { page } = await open(million);
  await press(page, 'End');
  assert.equal(await current(page), await page.locator('.grid-row.selected .grid-cell.current').textContent());
  const names = await page.locator('.grid-heading:not([hidden]) .name').allTextContents();
  assert.ok(names.includes('feature_59') && !names.includes('feature_20'));
});

test('a screen reader is told of the whole table and of the cell that the keyboard is on', async () => {
  const { page } = await open(million);
  const scroller = page.locator('.rows-scroller');
  assert.equal(await scroller.getAttribute('role'), 'grid');
  assert.equal(await scroller.getAttribute('aria-rowcount'), '10000001');
  assert.equal(await scroller.getAttribute('aria-colcount'), '61');
  await press(page, 'ArrowDown', 'ArrowDown', 'ArrowRight');
  const row = page.locator('.grid-row.selected');
  assert.equal(await row.getAttribute('aria-rowindex'), '4');
  assert.equal(await row.getAttribute('aria-selected'), 'true');
  assert.equal(await current(page), await row.locator('.current').textContent());
  assert.equal(await row.locator('.current').getAttribute('role'), 'gridcell');
  assert.equal(await row.locator('.current').getAttribute('aria-colindex'), '3');
  assert.equal(await row.locator('.number').getAttribute('role'), 'rowheader');
});

test('hostile names and cells are shown as text, and nothing in them runs', async () => {
  const { page, violations } = await open('table=hostile');
  const shown = await page.locator('.grid-row:not([hidden]) .grid-moving .grid-cell:not([hidden])').allTextContents();
  assert.equal(shown.length, hostileTexts.length * hostileNames.length);
  assert.ok(shown.includes(hostileTexts[0]!) && shown.includes(hostileTexts[1]!) && shown.includes(hostileTexts[3]!));
  assert.ok(shown.includes('line one⏎line two⏎line three⇥tab'));
  assert.ok(shown.includes('␣␣spaces at both ends␣␣'));
  assert.deepEqual(await headingNames(page), ['#', '<b>bold</b>', '"; DROP TABLE x; --', '__proto__', 'constructor', 'name⏎with a break']);
  assert.equal(await page.locator('.grid img, .grid script, .grid style, .grid b, .grid svg[onload]').count(), 0);
  await page.locator('text=Cards').click();
  await page.locator('.card').first().waitFor();
  assert.equal(await page.locator('.cards img, .cards script, .cards style, .cards b').count(), 0);
  assert.equal(await page.evaluate(() => document.body.dataset['harmed'] ?? 'no'), 'no');
  assert.deepEqual(violations, []);
});

test('a click on a name sorts: ascending, descending, file order; Enter does the same', async () => {
  const { page } = await open(million);
  const name = heading(page, 'feature_1');
  for (const [sort, words] of [
    [{ column: 'feature_1', descending: false }, 'ascending'],
    [{ column: 'feature_1', descending: true }, 'descending'],
    [null, 'none'],
  ] as const) {
    await name.locator('.name').click();
    await press(page);
    assert.deepEqual((await screen(page)).sort, sort);
    assert.equal(await name.getAttribute('aria-sort'), words);
  }
  await press(page, 'Control+Home', 'ArrowUp', 'Enter');
  assert.deepEqual((await screen(page)).sort, { column: 'text', descending: false });
});

test('columns are resized by their edge and by Alt with an arrow, frozen and hidden by their menu', async () => {
  const { page } = await open(million);
  const edge = (await heading(page, 'feature_1').locator('.edge').boundingBox())!;
  await page.mouse.move(edge.x + 3, edge.y + 20);
  await page.mouse.down();
  await page.mouse.move(edge.x + 63, edge.y + 20, { steps: 3 });
  await page.mouse.up();
  await press(page);
  const width = (await screen(page)).widths['feature_1']!;
  await press(page, 'Control+Home', 'ArrowRight', 'ArrowUp', 'Alt+ArrowRight');
  assert.equal((await screen(page)).widths['feature_1'], width + 16);
  await press(page, 'Alt+ArrowDown');
  await page.locator('.menu button', { hasText: 'Freeze up to here' }).click();
  await press(page, 'ArrowDown', 'End');
  assert.equal((await screen(page)).frozen, 2);
  assert.deepEqual((await headingNames(page)).slice(0, 3), ['#', 'text', 'feature_1']);
  await heading(page, 'feature_59').click({ button: 'right' });
  await page.locator('.menu button', { hasText: 'Hide' }).click();
  await press(page);
  assert.deepEqual((await screen(page)).hidden, ['feature_59']);
  assert.equal(await page.locator('.rows-scroller').getAttribute('aria-colcount'), '60');
});

test('a double click on an edge fits the column to its values', async () => {
  const { page } = await open('table=tickets&latency=1');
  await heading(page, 'country').locator('.edge').dblclick();
  await press(page);
  const { widths } = await screen(page);
  assert.ok(widths['country']! >= 44 && widths['country']! < 110, String(widths['country']));
  const cut = await page.evaluate(
    () =>
      [...document.querySelectorAll('.grid-heading .name')].filter(
        (name) => name.textContent === 'country' && name.scrollWidth > name.clientWidth,
      ).length,
  );
  assert.equal(cut, 0);
});

test('Shift selects a range of rows, which is copied as rows; a single cell is copied as it is', async () => {
  const { page } = await open('table=tickets&latency=1');
  const copied = (): Promise<string | undefined> =>
    page.evaluate(() => (window as unknown as { winnow: { host: { copied: string[] } } }).winnow.host.copied.at(-1));
  await press(page, 'Control+Home', 'ArrowRight', 'Control+c');
  await page.waitForFunction(() => (window as unknown as { winnow: { host: { copied: string[] } } }).winnow.host.copied.length === 1);
  assert.equal(await copied(), await page.locator('.grid-row.selected .current').textContent());
  await press(page, 'Shift+ArrowDown', 'Shift+ArrowDown');
  assert.equal(await page.locator('.grid-row[aria-selected="true"]').count(), 3);
  await press(page, 'Control+c');
  await page.waitForFunction(() => (window as unknown as { winnow: { host: { copied: string[] } } }).winnow.host.copied.length === 2);
  const lines = (await copied())!.split('\n');
  assert.deepEqual([lines.length, lines[0]!.split('\t').length], [3, 7]);
  await press(page, 'Escape');
  assert.equal(await page.locator('.grid-row[aria-selected="true"]').count(), 1);
});

test('keys of labelling are left to others', async () => {
  const { page } = await open('table=tickets&latency=1');
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    document.addEventListener('keydown', (event) => { if (!event.defaultPrevented) seen.push(event.key); });
  });
  await press(page, '1', 'a', 'm', 'x', 'c', 'u', 'e', 'Enter', 'j', 'k', 'ArrowDown');
  assert.deepEqual(await page.evaluate(() => (window as unknown as { seen: string[] }).seen), ['1', 'a', 'm', 'x', 'c', 'u', 'e', 'Enter']);
});

test('a click on a bar of a header shows the rows that it counts, and a second click all of them', async () => {
  const { page } = await open('table=tickets&latency=1');
  const bar = heading(page, 'channel').locator('.target').first();
  const words = await bar.locator('title').textContent();
  await bar.click();
  await press(page);
  const value = words!.split(':')[0];
  assert.deepEqual((await screen(page)).filters, [{ kind: 'values', column: 'channel', values: [value] }]);
  await bar.click();
  await press(page);
  assert.deepEqual((await screen(page)).filters, []);
});
