import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { root } from '../../scripts/host/paths.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

const sample = join(root, 'samples', 'support-tickets.csv');
const opened = openApp(sample);

after(async () => {
  await (await opened).document.close();
  await closeBrowser();
});

/** The page with the sample read and checked, all rows shown in file order, the keyboard on the first. */
async function start(): Promise<{ page: Page; violations: readonly string[] }> {
  const { page, violations, document: shown } = await opened;
  await shown.ready;
  await page.locator('.grid-row:not([hidden]), .card:not([hidden])').first().waitFor();
  await page.evaluate(async () => {
    for (let cross = document.querySelector<HTMLElement>('.chip-cross'); cross; cross = document.querySelector<HTMLElement>('.chip-cross')) {
      cross.click();
      await new Promise((done) => requestAnimationFrame(done));
    }
  });
  await page.getByRole('radio', { name: 'Table' }).click();
  await count(page, '2,000 rows');
  await page.locator('.rows-scroller').focus();
  await page.keyboard.press('Control+Home');
  return { page, violations };
}

const count = (page: Page, words: string | RegExp): Promise<void> => page.locator('.samples .bar .facts', { hasText: words }).waitFor();
const selected = (page: Page): Promise<string | null> => page.locator('.grid-row.selected .number').textContent();
const cellOf = async (page: Page, column: string): Promise<string | null> => {
  const index = await page
    .locator('.grid-heading:not([hidden])')
    .filter({ has: page.locator('.name', { hasText: new RegExp(`^${column}$`) }) })
    .getAttribute('aria-colindex');
  return page.locator(`.grid-row.selected .grid-cell[aria-colindex="${index}"]`).textContent();
};

test('a filter by values is chosen from a list with counts, shows as a chip, and is removed by Delete', async () => {
  const { page } = await start();
  await page.getByText('+ Filter').click();
  await page.locator('.popup-line', { hasText: 'country' }).click();
  const first = page.locator('.filter-value').first();
  const [value, rows] = [await first.locator('bdi').textContent(), await first.locator('.count').textContent()];
  await first.locator('vscode-checkbox').click();
  await count(page, `${rows} of 2,000 rows`);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.chip-words').textContent(), `country is ${value}`);
  assert.equal(await cellOf(page, 'country'), value);
  await page.locator('.chip-words').focus();
  await page.keyboard.press('Delete');
  await count(page, /^2,000 rows$/);
  assert.equal(await page.locator('.chip').count(), 0);
});

test('the list of filters closes when Tab leaves it, and Escape closes it from anywhere in it', async () => {
  const { page } = await start();
  const popup = page.locator('.filter-place .popup');
  await page.getByText('+ Filter').click();
  await page.locator('.popup vscode-text-field input').press('Escape');
  await popup.waitFor({ state: 'detached' });
  await page.getByText('+ Filter').click();
  await page.locator('.popup-line').last().focus();
  await page.keyboard.press('Tab');
  await popup.waitFor({ state: 'detached' });
  await page.getByText('+ Filter').click();
  await page.locator('.popup-line', { hasText: 'country' }).click();
  await page.locator('.filter-value vscode-checkbox').first().focus();
  await page.keyboard.press('Escape');
  await popup.waitFor({ state: 'detached' });
});

test('a range is set by its ends, and a range that cannot be says why', async () => {
  const { page } = await start();
  await page.getByText('+ Filter').click();
  await page.locator('.popup-line', { hasText: 'confidence' }).click();
  const field = (label: string) => page.locator(`vscode-text-field[aria-label="${label}"] input`);
  await field('From').fill('high');
  await field('From').press('Enter');
  assert.match((await page.locator('.filter-problem').textContent())!, /Write numbers/);
  await field('From').fill('0.9');
  await field('To').fill('1');
  await field('To').press('Enter');
  await page.locator('.chip').waitFor();
  assert.equal(await page.locator('.chip-words').textContent(), 'confidence from 0.9 to 1');
  await count(page, / of 2,000 rows/);
});

test('text in any column is filtered from the same field', async () => {
  const { page } = await start();
  await page.getByText('+ Filter').click();
  await page.locator('.popup vscode-text-field input').fill('#97154');
  await page.keyboard.press('Enter');
  await count(page, '1 of 2,000 rows');
  assert.equal(await page.locator('.chip-words').textContent(), 'any column contains “#97154”');
});

test('a filter that no row passes says so and offers all rows', async () => {
  const { page } = await start();
  await page.getByText('+ Filter').click();
  await page.locator('.popup vscode-text-field input').fill('no row has this text');
  await page.keyboard.press('Enter');
  await page.locator('.samples-message', { hasText: 'No row passes' }).getByText('Show all rows').click();
  await count(page, /^2,000 rows$/);
});

test('finding goes from match to match, marks them, wraps around, and Escape gives the keyboard back', async () => {
  const { page } = await start();
  await page.keyboard.press('/');
  const field = page.locator('.find input');
  // What is typed is looked for by itself; Enter would go on to the second match where that has happened before.
  await field.fill('depot');
  await page.waitForFunction(() => (CSS.highlights.get('winnow-found-here')?.size ?? 0) > 0);
  const first = Number(await selected(page));
  await field.press('Enter');
  await page.waitForFunction((row) => Number(document.querySelector('.grid-row.selected .number')?.textContent) > row, first);
  await field.press('Shift+Enter');
  await page.waitForFunction((row) => Number(document.querySelector('.grid-row.selected .number')?.textContent) === row, first);
  await field.press('Shift+Enter');
  await page.locator('.find-words', { hasText: 'from the end' }).waitFor();
  await field.fill('nowhere to be found');
  await field.press('Enter');
  await page.locator('.find-words', { hasText: 'not found' }).waitFor();
  await field.press('Escape');
  await page.locator('.find').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.classList.contains('rows-scroller')), true);
});

test('cards show the same selection, whole texts and labels, down to the last row', async () => {
  const { page } = await start();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
  await page.locator('.grid-row.selected .number', { hasText: /^6$/ }).waitFor();
  await page.getByRole('radio', { name: 'Cards' }).click();
  await page.locator('.card.selected .card-row', { hasText: /^6$/ }).waitFor();
  await page.locator('.rows-scroller').focus();
  await page.keyboard.press('End');
  await page.locator('.card.selected .card-row', { hasText: '2,000' }).waitFor();
  const ends = await page.evaluate(() => [
    document.querySelector('.card.selected')!.getBoundingClientRect().bottom,
    document.querySelector('.rows-layer')!.getBoundingClientRect().bottom,
  ]);
  assert.equal(Math.round(ends[0]!), Math.round(ends[1]!));
  await page.getByRole('radio', { name: 'Table' }).click();
  await page.locator('.grid-row.selected .number', { hasText: /^2000$/ }).waitFor();
});

test('a row that does not parse shows its own text across the columns', async () => {
  const { page } = await start();
  await page.getByText('+ Filter').click();
  await page.locator('.popup-line', { hasText: 'Row does not parse' }).click();
  await count(page, '2 of 2,000 rows');
  await page.locator('.grid-row.unreadable').first().waitFor();
  assert.equal(await page.locator('.grid-row.unreadable:not([hidden])').count(), 2);
  assert.match((await page.locator('.grid-unreadable').first().textContent())!, /^T-1\d{4},/);
});

test('a label that is decided by a digit shows with the old one, and undo brings the old one back', async () => {
  const { page } = await start();
  await page.locator('.side button', { hasText: 'delivery' }).first().waitFor();
  const labels = await page.locator('.grid-row.selected .label').textContent();
  await page.keyboard.press(labels === 'billing' ? '1' : '2');
  await page.locator('.grid-row[aria-rowindex="2"] .label .was').waitFor();
  assert.equal(await page.locator('.grid-row[aria-rowindex="2"] .label .was').textContent(), labels);
  assert.equal(await page.locator('.grid-row[aria-rowindex="2"] .label .mark-decided').count(), 1);
  await page.keyboard.press('u');
  await page.locator('.grid-row[aria-rowindex="2"] .label .was').waitFor({ state: 'detached' });
});

test('nothing of all this breaks the policy of the page', async () => {
  const { violations } = await start();
  assert.deepEqual(violations, []);
});
