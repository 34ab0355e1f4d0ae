import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../../scripts/host/paths.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

const fixtures = join(root, 'test/fixtures/checks/weak-annotator');
const dirty = readdirSync(fixtures).filter((name) => name !== 'clean').sort()[0]!;
const opened = openApp(join(fixtures, dirty, 'input.csv'));

after(async () => {
  await (await opened).document.close();
  await closeBrowser();
});

test('what is said of a person leads to what they say instead of others', async () => {
  const { page, document, violations } = await opened;
  await document.ready;
  await page.getByRole('tab', { name: /Issues/ }).click();
  await page.locator('tr[data-check="weak-annotator"]').click();
  await page.locator('.issue-detail .finding').first().getByRole('button', { name: 'see what this person says instead' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Annotators', selected: true }).waitFor();
  await page.getByRole('heading', { name: 'Annotators' }).first().waitFor();
  assert.deepEqual(violations, []);
});

test('what is to fix stands whole in the backlog, however narrow it is', async () => {
  const { page } = await opened;
  await page.setViewportSize({ width: 640, height: 700 });
  await page.getByRole('tab', { name: /Issues/ }).click();
  await page.getByText('Backlog', { exact: true }).click();
  const fixes = page.locator('table.by-cost td:first-child');
  await fixes.first().waitFor();
  assert.ok(await fixes.evaluateAll((cells) => cells.every((cell) => cell.scrollWidth <= cell.clientWidth)));
});
