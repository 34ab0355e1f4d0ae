import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

/** 600 rows: labels that differ by device and not by country, thirty cities, a price and a date. */
const lines = Array.from({ length: 600 }, (_, row) => {
  const device = ['phone', 'desk'][row % 2]!;
  const label = row % 10 < (device === 'phone' ? 8 : 3) ? 'refund' : 'billing';
  const opened = row === 11 ? 'yesterday' : new Date(Date.UTC(2024, row % 9, 5)).toISOString().slice(0, 10);
  return `${row},${label},${['DE', 'FR', 'PL'][row % 3]},${device},City ${Math.floor(row / 20)},${row % 4 === 1 ? '' : row},${opened}`;
});

describe('the Distributions tab', () => {
  let folder: string;
  let page: Page;
  let opened: Awaited<ReturnType<typeof openApp>>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'winnow-distributions-'));
    const path = join(folder, 'data.csv');
    await writeFile(path, `id,label,country,device,city,price,opened\n${lines.join('\n')}\n`);
    opened = await openApp(path, { config: { roles: { label: 'label', segments: ['country', 'device'] } } });
    ({ page } = opened);
    await opened.document.ready;
    await page.getByRole('tab', { name: 'Distributions' }).click();
  });

  after(async () => {
    assert.deepEqual(opened.violations, []);
    await opened.document.close();
    await closeBrowser();
    await rm(folder, { recursive: true });
  });

  const charts = () => page.locator('figure.multiple');
  const chart = (title: string | RegExp) => charts().filter({ has: page.locator('figcaption b', { hasText: title }) });

  async function divideBy(column: string): Promise<void> {
    await page.getByText('+ segment').click();
    await page.keyboard.type(column);
    await page.getByRole('option', { selected: true }).filter({ hasText: column }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.chip.division', { hasText: column }).waitFor();
  }

  it('starts with the segment column that differs most, and says what differs and from how many rows', async () => {
    await chart('phone').waitFor();
    assert.match(
      await page.locator('.sentence').first().innerText(),
      /2 of 2 segments differ from the rest of the rows[\s\S]+Cramér’s V \.\d+, χ² p < \.001\. Counts are exact, from 600 rows/,
    );
    const marked = page.getByRole('button', { name: /^refund: .+ differs from the .+ of the rest \(h [\d.]+, Holm p < \.001\)/ });
    await marked.first().waitFor();
    await page.getByText('Missing by column and device').waitFor();
    await page.getByRole('button', { name: /^price is missing in 150 of 300 rows where desk; differs/ }).first().waitFor();
  });

  it('is one tab stop, whose arrow keys go from bar to bar and from chart to chart', async () => {
    const stops = page.locator('.multiples [tabindex="0"]');
    assert.equal(await stops.count(), 1);
    await stops.focus();
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.getAttribute('title') ?? null);
    assert.match((await focused())!, /^billing: 50 %, 300 rows/);
    await page.keyboard.press('ArrowDown');
    assert.match((await focused())!, /^refund: 50 %/);
    await page.keyboard.press('ArrowDown');
    assert.match((await focused())!, /^Show the rows of /);
    await page.keyboard.press('ArrowDown');
    assert.match((await focused())!, /^billing: 80 %, .*differs/);
    await page.keyboard.press('ArrowRight');
    assert.match((await focused())!, /^billing: 20 %, /);
    await page.keyboard.press('ArrowUp');
    assert.match((await focused())!, /^Show the rows of /);
    await page.keyboard.press('End');
    assert.match((await focused())!, /^refund: 80 %/);
    assert.equal(await stops.count(), 1);
    await page.keyboard.press('Home');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.closest('.multiples') ?? null), null);
  });

  it('copies shares as numbers', async () => {
    await page.locator('.panel .chart-menu').first().click();
    await page.locator('.menu button', { hasText: 'Copy the table as CSV' }).click();
    await page.locator('.status', { hasText: 'Copied the figures' }).waitFor();
    assert.match(opened.document.copied.at(-1)!, /^rows of,value,amount,note\r\nAll rows \(600 rows\),billing,0\.5,300 rows\r\n/);
  });

  it('crosses segments with a column that is picked by its name, by any unit of the calendar', async () => {
    await divideBy('opened');
    await chart('desk · week of 2024-02-05').waitFor();
    await page.getByText('1 row has a value in “opened” that is not written as the other dates are').waitFor();
    const how = page.locator('.chip.division vscode-dropdown');
    await how.click();
    await how.getByRole('option', { name: 'by weekday' }).click();
    await chart('phone · Monday').waitFor();
    await page.getByRole('button', { name: 'Do not divide by opened' }).click();
    await chart('phone · Monday').first().waitFor({ state: 'detached' });
  });

  it('gathers what is not shown of many segments, and finds those that are looked for', async () => {
    await page.getByRole('button', { name: 'Do not divide by device' }).click();
    await divideBy('city');
    await chart('6 other segments').waitFor();
    await page.locator('.finder input').fill('city 2');
    await page.getByText('11 of 30 segments').waitFor();
    await chart('City 29').waitFor();
    assert.equal(await charts().count(), 12);
    assert.equal(await page.locator('.multiples [tabindex="0"]').count(), 1);
    await page.locator('.finder input').press('Escape');
    await chart('6 other segments').waitFor();
    await page.getByText('+6 more').click();
    await chart('City 29').waitFor();
  });

  it('draws a feature as a histogram by label, and shows the rows of a bar', async () => {
    await page.getByRole('button', { name: 'Do not divide by city' }).click();
    const of = page.getByRole('combobox', { name: 'What is counted' });
    await of.click();
    await page.getByRole('option', { name: 'price' }).click();
    await divideBy('label');
    await chart('refund').waitFor();
    await page.getByText('Beside the axis: (missing).').waitFor();
    await page.locator('svg.upright').nth(1).getByRole('button', { name: /^\(missing\): / }).press('Enter');
    await page.getByRole('tab', { name: 'Samples', selected: true }).waitFor();
    await page.getByText('price is missing').waitFor();
  });

  it('counts the rows that pass the filters, and all rows again when asked', async () => {
    await page.getByRole('tab', { name: 'Distributions' }).click();
    await page.getByText(/^No segment|Too few|exact, from the \d+ rows that pass the filters, of 600/).first().waitFor();
    await chart('Filtered rows').waitFor();
    await page.getByRole('button', { name: 'Count all rows' }).click();
    await chart('All rows').waitFor();
  });

  it('says that it counts, stops when that is asked for, and counts after all', async () => {
    const release = opened.document.holdCounts();
    await divideBy('country');
    const counting = page.locator('.panel .counting', { hasText: 'Counting…' }).first(); // What to collect is counted below the charts.
    await counting.getByRole('progressbar').waitFor();
    await counting.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.panel .counting', { hasText: 'Counting was stopped.' }).waitFor();
    release();
    await page.locator('.counting.stopped').getByRole('button', { name: 'Count' }).click();
    await charts().nth(3).waitFor();
    assert.equal(await page.locator('.counting.stopped').count(), 0);
  });
});
