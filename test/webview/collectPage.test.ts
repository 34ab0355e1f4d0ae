import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../../scripts/host/paths.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

const opened = openApp(join(root, 'samples/support-tickets.csv'), {
  config: {
    collect: { by: ['channel'], mix: { channel: { email: 0.5, chat: 0.3 } } },
    taxonomy: ['delivery', 'billing', 'refund', 'login', 'returns', 'other', 'praise'].map((name) => ({ name })),
  },
});

after(async () => {
  await (await opened).document.close();
  await closeBrowser();
});

test('Distributions says what to collect, to a floor and to parity, and why not to a mix that does not sum to 1', async () => {
  const { page, violations, document } = await opened;
  await document.ready;
  await page.getByRole('tab', { name: 'Distributions' }).click();
  const section = page.locator('.collect');
  await section.getByText('sums to 0.8, and shares sum to 1').waitFor();
  await section.getByRole('radio', { name: 'Floor' }).click();
  await section.locator('table.heat tr', { hasText: 'praise' }).waitFor();
  const floor = section.locator('vscode-text-field input');
  await floor.fill('1');
  await floor.press('Enter');
  await section.locator('.sentence', { hasText: 'should have at least 1 row;' }).waitFor();
  await section.getByRole('radio', { name: 'Parity' }).click();
  await section.locator('.sentence', { hasText: 'should have as many rows as the label that its segment has most of' }).waitFor();
  await section.getByRole('button', { name: 'Save as CSV…' }).click();
  await page.locator('.status', { hasText: 'Saved what to collect as support-tickets.csv.collect.csv.' }).waitFor();
  assert.match(document.saved.at(-1)!.content, /^category,channel,rows,target,missing\r\npraise,/);
  await section.locator('table.heat tr', { hasText: 'login' }).locator('td button').first().click();
  await page.locator('.chip', { hasText: 'category is login' }).waitFor();
  assert.deepEqual(violations, []);
});
