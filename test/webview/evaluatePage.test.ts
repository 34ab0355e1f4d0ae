import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { wilson } from '../../src/stats/wilson.ts';
import type { PredictedRow } from '../engine/evaluate/predictedFile.ts';
import { csvOf, predictedRows } from '../engine/evaluate/predictedFile.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser, openPage } from './harness/browserPage.ts';

const rows = predictedRows(1500);
const measured = rows.filter(({ split }) => split === 'test');
const roles = {
  label: 'label',
  predicted: 'predicted',
  split: 'split',
  segments: ['country', 'device'],
  id: 'id',
  probabilities: ['prob_bill', 'prob_bug', 'prob_other'],
};
const folder = mkdtemp(join(tmpdir(), 'winnow-evaluate-'));
const opened = (async () => {
  const path = join(await folder, 'tickets.csv');
  await writeFile(path, csvOf(rows));
  return openApp(path, { config: { roles, costs: { confusions: { bill: { bug: 5 } }, default: 2 } } });
})();

after(async () => {
  await (await opened).document.close();
  await closeBrowser();
  await rm(await folder, { recursive: true, force: true });
});

const count = (holds: (row: PredictedRow) => boolean): number => measured.filter(holds).length;
const isWrong = ({ label, predicted }: PredictedRow): boolean => label !== predicted;

async function evaluated(): Promise<Page> {
  const { page, document } = await opened;
  await document.ready;
  await page.getByRole('tab', { name: 'Evaluate' }).click();
  await page.locator('.evaluate[aria-busy="false"]').waitFor();
  return page;
}

/** The rows that are shown once a way in was taken. */
async function shown(page: Page, rowCount: number): Promise<void> {
  await page.locator('.samples .bar .facts', { hasText: `${rowCount} of 1,500 rows` }).waitFor();
}

test('the first sentence has the accuracy of the test split with its interval, and leads to the wrong predictions', async () => {
  const page = await evaluated();
  const right = measured.length - count(isWrong);
  const share = ((100 * right) / measured.length).toFixed(1);
  assert.match(
    await page.locator('.evaluate-head').innerText(),
    new RegExp(
      `^${share} % of predictions are right: ${right} of ${measured.length} rows of the split test, with a 95 % interval from [\\d.]+ % to [\\d.]+ %; about .* test labels look wrong`,
    ),
  );
  await page.getByRole('button', { name: `Show the ${count(isWrong)} wrong predictions` }).click();
  await shown(page, count(isWrong));
  assert.equal(await page.locator('.chip-words').innerText(), 'predicted wrongly, split test');
});

test('a cell of the matrix leads to its rows, by the mouse and by the keyboard', async () => {
  const page = await evaluated();
  const both = (label: string, predicted: string): number => count((row) => row.label === label && row.predicted === predicted);
  const cell = (label: string, predicted: string) =>
    page
      .locator('.evaluate table.confusion')
      .getByRole('gridcell', { name: `label ${label}, predicted ${predicted}: ${both(label, predicted)} rows`, exact: true });
  await cell('bug', 'other').click();
  await shown(page, both('bug', 'other'));
  await evaluated();
  await cell('bill', 'bill').focus();
  await page.keyboard.press('Enter');
  await shown(page, both('bill', 'bill'));
});

test('false negatives and false positives of a class are ways in, and so are the bins of the reliability diagram', async () => {
  const page = await evaluated();
  const line = page.getByRole('grid', { name: 'Each class' }).locator('tbody tr', { hasText: 'bug' });
  await line.getByRole('button').nth(2).click();
  await shown(page, count((row) => row.label === 'bug' && isWrong(row)));
  await evaluated();
  await line.getByRole('button').nth(3).click();
  await shown(page, count((row) => row.predicted === 'bug' && isWrong(row)));
  await evaluated();
  const last = page.locator('svg.reliability .way').last();
  const surest = count(({ probabilities }) => Math.max(...probabilities) > 14 / 15);
  await last.focus();
  assert.match((await last.getAttribute('aria-label'))!, new RegExp(`^Probability 93\\.3 % to 100\\.0 %: ${surest} rows`));
  await page.keyboard.press('Enter');
  await shown(page, surest);
});

test('a weak slice and a segment lead to their rows, and the classes of a segment are shown', async () => {
  const page = await evaluated();
  const inSlice = (row: PredictedRow): boolean => row.country === 'FR' && row.device === 'mobile';
  await page.getByRole('button', { name: '“country” is “FR” and “device” is “mobile”' }).click();
  await shown(page, count(inSlice));
  await evaluated();
  const france = page.getByRole('grid', { name: 'Segments by country' }).locator('tbody tr', { hasText: 'FR' });
  await france.getByRole('button', { name: 'FR' }).click();
  const within = page.getByRole('grid', { name: 'Classes where country is FR' });
  await within.waitFor();
  assert.equal(await within.locator('tbody tr').count(), 3);
  await within.locator('tbody tr', { hasText: 'other' }).getByRole('button').nth(2).click();
  await shown(page, count((row) => row.country === 'FR' && row.label === 'other' && isWrong(row)));
});

test('segments have their means with intervals, and the figures of one class where that is chosen, which lead to its rows', async () => {
  const page = await evaluated();
  const countries = page.getByRole('grid', { name: 'Segments by country' });
  const line = countries.locator('tbody tr', { hasText: 'FR' });
  assert.equal(await line.getByRole('img', { name: /^95 % interval \d+ % to \d+ %$/ }).count(), 4);
  await page.getByText('put together by the method of Zou and Donner').waitFor();
  await page.locator('.evaluate-classes vscode-dropdown').click();
  await page.getByRole('option', { name: 'bug' }).click();
  const ofBug = page.getByRole('grid', { name: 'Segments by country: bug' });
  await ofBug.waitFor();
  await page.getByRole('grid', { name: 'Segments by device: bug' }).waitFor();
  const inFrance = ofBug.locator('tbody tr', { hasText: 'FR' });
  const labelled = count((row) => row.country === 'FR' && row.label === 'bug');
  const right = count((row) => row.country === 'FR' && row.label === 'bug' && !isWrong(row));
  const { low, high } = wilson(right, labelled);
  assert.match(
    await inFrance.innerText(),
    new RegExp(`\\b${labelled}\\b[^]*${((100 * right) / labelled).toFixed(0)} %\\s*${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)}`),
  );
  await inFrance
    .getByRole('button', { name: String(count((row) => row.country === 'FR' && row.predicted === 'bug' && isWrong(row))), exact: true })
    .last()
    .click();
  await shown(page, count((row) => row.country === 'FR' && row.predicted === 'bug' && isWrong(row)));
  await evaluated();
  await page.locator('.evaluate-classes vscode-dropdown').click();
  await page.getByRole('option', { name: 'all classes' }).click();
  await ofBug.waitFor({ state: 'detached' });
});

test('tables are copied whole, with the limits of intervals, and saved as pictures without their buttons', async () => {
  const page = await evaluated();
  const { document } = await opened;
  const act = async (words: string, done: string): Promise<void> => {
    await page.getByRole('button', { name: 'Copy or save the chart: Segments by country' }).click();
    await page.locator('.menu button', { hasText: words }).click();
    await page.locator('.status', { hasText: done }).waitFor();
  };
  await act('Copy the table', 'Copied the figures');
  const [head, ...lines] = document.copied.at(-1)!.trim().split('\r\n').map((line) => line.split(','));
  assert.deepEqual(head!.slice(0, 7), ['country', 'Rows', 'Wrong', 'Right', '"Right', ' 95 % interval from"', 'to']);
  const france = lines.find(([name]) => name === 'FR')!;
  const [all, wrong] = [count((row) => row.country === 'FR'), count((row) => row.country === 'FR' && isWrong(row))];
  assert.deepEqual(
    france.slice(0, 6).map((cell, at) => (at === 0 ? cell : Number(cell))),
    ['FR', all, wrong, (all - wrong) / all, ...Object.values(wilson(all - wrong, all))],
  );
  await act('Copy as SVG', 'Copied the chart as SVG');
  assert.match(document.copied.at(-1)!, />FR<\/text>[^]*<rect /);
});

test('tables are sorted by any column, and arrow keys go from way in to way in', async () => {
  const page = await evaluated();
  const table = page.getByRole('grid', { name: 'Segments by country' });
  const order = (): Promise<string[]> => table.locator('tbody th').allInnerTexts();
  const accuracy = (country: string): number => 1 - count((row) => row.country === country && isWrong(row)) / count((row) => row.country === country);
  const countries = ['AT', 'DE', 'FR', 'PL'].sort((a, b) => accuracy(b) - accuracy(a));
  await table.getByRole('button', { name: 'Right' }).click();
  await table.locator('th[aria-sort="descending"]').waitFor();
  assert.deepEqual(await order(), countries);
  await table.getByRole('button', { name: 'Right' }).click();
  await table.locator('th[aria-sort="ascending"]').waitFor();
  assert.deepEqual(await order(), countries.toReversed());
  await table.getByRole('button', { name: 'FR' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate<string>('document.activeElement.title'), `Show the rows of country ${countries.toReversed()[1]!}`);
});

test('another split is measured when it is chosen, and costs name what winnow.json leaves out', async () => {
  const page = await evaluated();
  assert.match(
    await page.locator('.evaluate').innerText(),
    /The costs of winnow\.json do not name 5 confusions that occur: .*Each costs what “default” says, 1 where it says nothing\./,
  );
  await page.locator('.evaluate-bar vscode-dropdown').click();
  await page.getByRole('option', { name: 'all rows' }).click();
  await page.locator('.evaluate-head', { hasText: 'of 1,500 rows, with' }).waitFor();
  const { violations } = await opened;
  assert.deepEqual(violations, []);
});

test('where nothing is predicted, the screen says which role would fill it, and leads to the roles', async () => {
  const path = join(await folder, 'plain.csv');
  await writeFile(path, 'text,label\nhello there,a\nhow are you,b\ngood day to you,a\n');
  const { page, document } = await openApp(path);
  await document.ready;
  await page.getByRole('tab', { name: 'Evaluate' }).click();
  await page.locator('.empty', { hasText: 'No column says what a model predicted.' }).waitFor();
  await page.getByRole('button', { name: 'Give columns their roles' }).click();
  await page.getByRole('complementary', { name: 'Roles of the columns' }).waitFor();
  await document.close();
});

test('measuring can be cancelled, and taken up again', async () => {
  const columns = ['id', 'text', 'label', 'country', 'score'].map((name, index) => ({ name, index, type: 'text' }));
  const dataset = {
    path: '/a.csv',
    name: 'a.csv',
    format: 'csv',
    bytes: 1,
    columns,
    records: 40,
    rows: 40,
    unreadable: 0,
    hasLines: true,
    inference: [],
    key: ['id'],
    notices: [],
    roles: { label: 'label', predicted: 'country', content: ['text'], id: 'id', segments: [], probabilities: [], annotators: [] },
  };
  const { page, violations } = await openPage({
    entry: 'test/webview/harness/memoryPage.ts',
    query: `state=${encodeURIComponent(JSON.stringify({ dataset }))}`,
  });
  await page.getByRole('tab', { name: 'Evaluate' }).click();
  await page.locator('.empty .work-line').getByRole('button', { name: 'Cancel' }).click();
  await page.locator('.empty', { hasText: 'The predictions were not measured: it was stopped.' }).waitFor();
  await page.getByRole('button', { name: 'Measure them' }).click();
  await page.locator('.empty .work-line').waitFor();
  assert.deepEqual(violations, []);
});
