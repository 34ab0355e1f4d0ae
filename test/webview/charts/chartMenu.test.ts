import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { root } from '../../../scripts/host/paths.ts';
import { openApp } from '../harness/appPage.ts';
import { closeBrowser } from '../harness/browserPage.ts';

const folder = join(root, 'test/fixtures/checks/feature-drift/drifted');
const opened = openApp(join(folder, 'input.csv'), { config: { reference: join(folder, 'reference.csv') } });

after(async () => {
  await (await opened).document.close();
  await closeBrowser();
});

async function ageChart(): Promise<{ page: Page; violations: readonly string[]; document: Awaited<typeof opened>['document'] }> {
  const { page, violations, document } = await opened;
  await document.ready;
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.locator('.drift-column[data-column="age"] .chart-menu').waitFor();
  return { page, violations, document };
}

async function choose(page: Page, words: string): Promise<void> {
  await page.locator('.drift-column[data-column="age"] .chart-menu').click();
  await page.locator('.menu button', { hasText: words }).first().click();
}

test('a chart is saved as an SVG that needs nothing beside it: real colours and fonts, no styles, no scripts', async () => {
  const { page, violations, document } = await ageChart();
  await choose(page, 'Save as SVG…');
  await page.locator('.status', { hasText: 'Saved the chart as' }).waitFor();
  const { name, title, content, encoding } = document.saved.at(-1)!;
  assert.equal(title, 'Save the chart as a picture');
  assert.equal(name, 'input.csv age shares here and in reference.csv.svg');
  assert.equal(encoding, 'utf8');
  assert.match(content, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/);
  assert.match(content, /<title>age: shares here and in reference\.csv<\/title>/);
  assert.match(content, /<path [^>]*stroke="#[0-9a-f]{6}"/);
  assert.match(content, /font-family="[^"]+"/);
  assert.doesNotMatch(content, /style=|class=|var\(|<script|color-mix|oklab/);
  const wrong = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent ?? null,
    content,
  );
  assert.equal(wrong, null);
  assert.deepEqual(violations, []);
});

test('a chart is saved as a PNG of twice its size', async () => {
  const { page, violations, document } = await ageChart();
  await choose(page, 'Save as SVG…');
  await page.locator('.status', { hasText: '.svg.' }).waitFor();
  const [, width] = /width="(\d+)"/.exec(document.saved.at(-1)!.content)!;
  await choose(page, 'Save as PNG…');
  await page.locator('.status', { hasText: '.png.' }).waitFor();
  const png = Buffer.from(document.saved.at(-1)!.content, 'base64');
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  assert.equal(png.readUInt32BE(16), 2 * Number(width));
  assert.deepEqual(violations, []);
});

test('the table behind a chart is there for readers, takes its place, and is copied as CSV', async () => {
  const { page, document } = await ageChart();
  const figure = page.locator('.drift-column[data-column="age"] .chart');
  assert.equal(await figure.locator('.chart-table tbody tr').count(), 20);
  await choose(page, 'Table');
  await figure.locator('.chart-body').waitFor({ state: 'hidden' });
  await choose(page, 'Copy the table');
  await page.locator('.status', { hasText: 'Copied the figures' }).waitFor();
  assert.match(document.copied.at(-1)!, /^value,here,reference\.csv\r\n[^%]+,0\.\d+,0\.\d+\r\n/);
  await choose(page, 'Copy as SVG');
  await page.locator('.status', { hasText: 'Copied the chart as SVG.' }).waitFor();
  assert.match(document.copied.at(-1)!, /<rect /);
  await choose(page, 'Table');
  await figure.locator('.chart-body').waitFor({ state: 'visible' });
});

test('a picture goes on the clipboard where the window allows it, and it is said where not', async () => {
  const { page } = await ageChart();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await choose(page, 'Copy as PNG');
  await page.locator('.status', { hasText: 'Copied the chart as a picture.' }).waitFor();
  await page.evaluate(`navigator.clipboard.write = () => Promise.reject(new Error('not allowed'))`);
  await choose(page, 'Copy as PNG');
  await page.locator('[role="alert"]', { hasText: 'may not put pictures on the clipboard. Use “Save as PNG…”' }).waitFor();
});
