import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import type { WinnowConfig } from '../../src/core/config.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';
import type { EngineDocument } from './harness/engineDocument.ts';

after(closeBrowser);

async function open(
  context: TestContext,
  csv: string,
  config: WinnowConfig = {},
): Promise<{ page: Page; document: EngineDocument; violations: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-labels-'));
  const path = join(folder, 'notes.csv');
  await writeFile(path, csv);
  const opened = await openApp(path, { config });
  context.after(async () => {
    await opened.document.close();
    await rm(folder, { recursive: true, force: true });
  });
  await opened.document.ready;
  // The page is told a moment later; until then keys have no rows to mean.
  await opened.page.locator('.row-facts').waitFor();
  return opened;
}

const notes = (label: (row: number) => string): string =>
  `id,text,label\n${Array.from({ length: 12 }, (_, index) => `n${index + 1},what note number ${index + 1} says,${label(index + 1)}\n`).join('')}`;
const keys = (page: Page) => page.locator('.labelling-side [aria-label="Label of the row"] button');

test('rows without any label are labelled by writing the first ones, which then have keys', async (context) => {
  const { page, document, violations } = await open(context, notes(() => ''));
  await page.keyboard.press('Shift+L');
  await page.getByText('There are no labels yet').waitFor();
  await page.keyboard.press('l');
  await page.keyboard.type('praise');
  await page.keyboard.press('Enter');
  await page.locator('.labelling[data-row="2"]').waitFor();
  await keys(page).filter({ hasText: 'praise' }).waitFor();
  await page.keyboard.press('1');
  await page.locator('.labelling[data-row="3"]').waitFor();
  await page.getByText('2 rows decided').waitFor();
  assert.deepEqual(document.decisions.map(({ act, column, to }) => [act, column, to]), [['relabel', 'label', 'praise'], ['relabel', 'label', 'praise']]);
  assert.deepEqual(violations, []);
});

test('a first label counts that is typed before the list for it is drawn', async (context) => {
  const { page, document, violations } = await open(context, notes(() => ''));
  await page.keyboard.press('Shift+L');
  await page.getByText('There are no labels yet').waitFor();
  await page.evaluate(() => {
    for (const key of ['l', ...'praise', 'Enter'])
      window.document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
  });
  await page.locator('.labelling[data-row="2"]').waitFor();
  await page.getByText('1 row decided').waitFor();
  assert.deepEqual(document.decisions.map(({ act, column, to }) => [act, column, to]), [['relabel', 'label', 'praise']]);
  assert.deepEqual(violations, []);
});

test('labels that the taxonomy does not know have no digit of their own', async (context) => {
  const { page } = await open(
    context,
    notes((row) => (row % 4 === 0 ? 'prais' : row % 2 === 0 ? 'blame' : 'praise')),
    { taxonomy: [{ name: 'praise' }, { name: 'blame' }] },
  );
  await page.keyboard.press('Shift+L');
  await keys(page).filter({ hasText: '1 more' }).waitFor();
  assert.deepEqual(await keys(page).allInnerTexts().then((all) => all.map((text) => text.replace(/\s+/g, ' '))), ['1 praise', '2 blame', 'l 1 more…']);
});

test('a column that people fill in is sorted by and filtered like any other', async (context) => {
  const { page, violations } = await open(
    context,
    notes(() => 'praise'),
    { annotations: [{ name: 'mood', kind: 'label', labels: [{ name: 'calm' }, { name: 'angry' }] }] },
  );
  await page.keyboard.press('Shift+L');
  await page.locator('.labelling[data-row="1"]').waitFor();
  await page.locator('vscode-dropdown').click();
  await page.locator('vscode-option', { hasText: 'mood' }).click();
  await page.locator('.labelling[data-target="mood"]').waitFor();
  for (const [place, key] of ['1', '2', '1'].entries()) {
    await page.keyboard.press(key);
    await page.locator(`.labelling[data-row="${place + 2}"]`).waitFor();
  }
  await page.keyboard.press('Escape');
  const heading = page.locator('.grid-heading', { hasText: 'mood' });
  await heading.click();
  await page.locator('.grid-heading[aria-sort="ascending"]').waitFor();
  await page.locator('[aria-rowindex="2"] .grid-cell.number', { hasText: /^2$/ }).waitFor();
  await heading.click({ button: 'right' });
  await page.locator('[role="menuitem"]', { hasText: 'Filter' }).click();
  await page.locator('.filter-value', { hasText: 'calm' }).locator('vscode-checkbox').click();
  await page.locator('.samples .bar .facts', { hasText: '2 of 12 rows' }).waitFor();
  await page.locator('.chip', { hasText: 'mood is calm' }).waitFor();
  assert.deepEqual(violations, []);
});

test('says when nothing is left, and what comes next', async (context) => {
  const { page, violations } = await open(context, notes((row) => (row % 2 === 0 ? 'praise' : 'blame')));
  await page.keyboard.press('Shift+L');
  await page.locator('.labelling[data-row="1"]').waitFor();
  for (let row = 1; row < 12; row++) await page.keyboard.press('a');
  await page.locator('.labelling[data-row="12"]').waitFor();
  await page.locator('.labelling-count', { hasText: 'left 1 of 12' }).waitFor();
  assert.equal(await page.locator('.labelling-done').count(), 0);
  await page.keyboard.press('a');
  await page.locator('.labelling-done', { hasText: 'All 12 rows are decided.' }).waitFor();
  await page.locator('.labelling-done').getByText('Back to the rows').click();
  await page.locator('.labelling').waitFor({ state: 'detached' });
  assert.deepEqual(violations, []);
});

test('says what a label means that has no key of its own', async (context) => {
  const taxonomy = Array.from({ length: 12 }, (_, index) => ({ name: `kind ${String.fromCharCode(97 + index)}`, definition: `Notes about ${index + 1}.` }));
  const { page } = await open(context, notes((row) => taxonomy[row - 1]!.name), { taxonomy });
  await page.keyboard.press('Shift+L');
  await page.locator('.labelling[data-row="1"]').waitFor();
  assert.equal(await page.locator('.labelling-now .meaning').count(), 0);
  for (let row = 1; row < 12; row++) await page.keyboard.press('j');
  await page.locator('.labelling[data-row="12"] .labelling-now .meaning', { hasText: 'Notes about 12.' }).waitFor();
  await page.keyboard.press('l');
  await page.locator('dialog.picker input').waitFor();
  await page.keyboard.type('about 11');
  await page.locator('dialog.picker li', { hasText: 'kind k' }).waitFor();
  await page.locator('dialog.picker li', { hasText: 'new label, outside the taxonomy' }).waitFor();
});

test('a merge lists labels by what is typed, and shows the rows that change alone', async (context) => {
  const { page, document } = await open(context, notes((row) => ['praise', 'blame', 'Praise_of_it'][row % 3]!));
  await page.getByRole('tab', { name: 'Distributions' }).click();
  await page.getByRole('button', { name: /^blame: / }).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Merge labels' }).click();
  await page.locator('dialog .merge-from input').waitFor();
  await page.locator('dialog .merge-labels vscode-checkbox').nth(2).waitFor();
  await page.keyboard.type('of_it');
  await page.locator('dialog .merge-labels vscode-checkbox').nth(2).waitFor({ state: 'detached' });
  await page.locator('dialog .merge-labels vscode-checkbox', { hasText: 'of_it' }).click();
  await page.getByText('4 rows; 4 more have the label already').waitFor();
  assert.equal(await page.locator('.preview-row').first().getAttribute('aria-setsize'), '4');
  // Without a taxonomy there is none to change: one of this label alone would make strangers of all others.
  assert.equal(await page.locator('.dialog-foot vscode-checkbox').count(), 0);
  const name = page.getByRole('textbox', { name: 'New name' });
  await name.fill('praise');
  await page.locator('.known', { hasText: 'praise is a label already: its 4 rows and these become one, which is a merge.' }).waitFor();
  await name.fill('PRAISE');
  await page.locator('.known', { hasText: 'There is praise already (4 rows): this would be another label.' }).waitFor();
  await name.fill('blame');
  await page.getByRole('button', { name: 'Relabel 4 rows' }).waitFor();
  await name.press('Enter');
  await page.getByText('4 rows decided').waitFor();
  assert.deepEqual([...new Set(document.decisions.map(({ act, from, to }) => [act, from, to].join(' ')))], ['relabel Praise_of_it blame']);
});

test('the label that is merged from others stands in the list at once, where the one that is chosen stays chosen', async (context) => {
  const { page, document } = await open(context, notes((row) => (row <= 3 ? 'praise' : row <= 6 ? 'thanks' : row <= 8 ? 'blame' : 'other')));
  const change = async (of: RegExp, item: string): Promise<void> => {
    await page.getByRole('tab', { name: 'Distributions' }).click();
    await page.getByRole('button', { name: of }).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: item }).click();
  };
  await change(/^praise: /, 'Merge labels');
  await page.getByRole('checkbox', { name: 'thanks 3' }).click();
  // The most frequent label comes into the field by itself; what is written before that would stand behind it.
  const name = page.getByRole('textbox', { name: 'New name' });
  for (let shown = ''; shown !== 'praise'; ) shown = await name.inputValue();
  await name.fill('kind');
  await page.getByRole('button', { name: 'Relabel 6 rows' }).click();
  await page.getByText('6 rows decided').waitFor();
  await change(/^blame: /, 'Split label');
  // The new label is the most frequent one, so that it is listed above the one that was asked for.
  const chosen = page.locator('dialog vscode-dropdown');
  await page.locator('dialog vscode-option', { hasText: 'kind (6)' }).waitFor({ state: 'attached' });
  await page.getByText('0 of 2 rows').waitFor();
  await page.waitForFunction(() => window.document.querySelector<HTMLElement & { value: string }>('dialog vscode-dropdown')!.value === 'blame');
  await chosen.click();
  await page.getByRole('option', { name: 'kind (6)' }).waitFor();
  assert.deepEqual((await page.getByRole('option').allInnerTexts()).sort(), ['blame (2)', 'kind (6)', 'other (4)']);
  await page.getByRole('option', { name: 'kind (6)' }).click();
  await page.getByRole('textbox', { name: 'New label' }).fill('glad');
  await page.getByRole('textbox', { name: 'Rows that contain' }).fill('number 2');
  await page.getByRole('button', { name: 'Relabel 1 row' }).click();
  await page.getByText('Split kind off to glad: 1 row').waitFor();
  assert.deepEqual(document.decisions.slice(6).map(({ from, to }) => [from, to]), [['praise', 'glad']]);
  // What is changed back is what the file says: nothing of it is struck out.
  await change(/^blame: /, 'Rename label');
  await page.locator('dialog vscode-option', { hasText: 'kind (5)' }).waitFor({ state: 'attached' });
  await page.locator('dialog vscode-dropdown').press('Home');
  await page.getByRole('textbox', { name: 'New name' }).fill('praise');
  await page.getByRole('button', { name: 'Relabel 5 rows' }).click();
  await page.getByText('Rename kind to praise: 5 rows').waitFor();
  await page.getByRole('tab', { name: 'Samples' }).click();
  await page.locator('.inspector .decision-words', { hasText: /^\s*labelled praise/ }).waitFor();
  assert.equal(await page.locator('.inspector s.was').count(), 0);
});
