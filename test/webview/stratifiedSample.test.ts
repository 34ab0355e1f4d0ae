import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { root } from '../../scripts/host/paths.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

const opened = openApp(join(root, 'samples/clean/support-tickets.csv'));

after(async () => {
  await (await opened).document.close();
  await closeBrowser();
});

async function start(): Promise<{ page: Page; violations: readonly string[] }> {
  const { page, violations, document } = await opened;
  await document.ready;
  await page.getByRole('tab', { name: 'Samples' }).click();
  await page.locator('.sample-place').waitFor();
  return { page, violations };
}

const seed = (page: Page, number: number): Promise<void> => page.locator('.chip', { hasText: `seed ${number}` }).waitFor();

test('a sample is drawn as a filter that says its seed, and R draws other rows', async () => {
  const { page, violations } = await start();
  await page.getByRole('button', { name: 'Sample…' }).click();
  const count = page.locator('.sample-form vscode-text-field input').first();
  await count.fill('3');
  await count.press('Enter');
  await page.locator('.chip', { hasText: /3 of each .+, seed 1/ }).waitFor();
  await page.locator('.samples .facts[role="status"]', { hasText: ' of 800 rows' }).waitFor();
  await page.keyboard.press('r');
  await seed(page, 2);
  await page.keyboard.press('r');
  await seed(page, 3);
  assert.deepEqual(violations, []);
});

test('where decisions wait, samples and distributions say that they count rows as the file has them', async () => {
  const { page, violations } = await start();
  await page.locator('[role="grid"]').focus();
  await page.keyboard.press('x');
  const said = 'Rows are counted as the file has them: 1 decision that would change this is not applied yet.';
  await page.locator(`.sample-words [title="${said}"]`, { hasText: 'counted as in the file' }).waitFor();
  await page.getByRole('button', { name: 'Sample…' }).click();
  await page.locator('.sample-popup', { hasText: said }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Distributions' }).click();
  await page.locator('.panel .note', { hasText: said }).waitFor();
  assert.deepEqual(violations, []);
});

test('cells with fewer rows are listed, and a count that is none is told', async () => {
  const { page } = await start();
  await page.getByRole('button', { name: 'Sample…' }).click();
  const count = page.locator('.sample-form vscode-text-field input').first();
  await count.fill('none');
  await count.press('Enter');
  await page.locator('.sample-popup [role="alert"]', { hasText: 'Rows and seed are whole numbers' }).waitFor();
  await count.fill('5000');
  await count.press('Enter');
  await page.locator('.sample-words button', { hasText: 'fewer rows' }).click();
  await page.locator('.sample-cells tr').first().waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.sample-popup').waitFor({ state: 'detached' });
});
