import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root } from '../../scripts/host/paths.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

const folder = join(root, 'test/fixtures/checks/feature-drift/drifted');
const opened = openApp(join(folder, 'input.csv'), { config: { reference: join(folder, 'reference.csv') } });

after(async () => {
  await (await opened).document.close();
  await closeBrowser();
});

test('the Compare tab shows the verdict, both distributions of each column and a table behind them', async () => {
  const { page, violations, document } = await opened;
  await document.ready;
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.locator('.drift-verdict').waitFor();
  assert.equal(await page.locator('.drift-verdict').innerText(), 'Retrain 3 of 4 columns drifted.');
  const age = page.locator('.drift-column[data-column="age"]');
  assert.match(await age.innerText(), /drifted[\s\S]+Kolmogorov–Smirnov \.48 · p < \.001[\s\S]+median 49\.6, there 39\.45/);
  assert.equal(await age.locator('svg path.line').count(), 1);
  assert.equal(await age.locator('table tbody tr').count(), 20);
  assert.match(await page.locator('.drift-column[data-column="text"]').innerText(), /AUROC 1\.00[\s\S]+“battery”/);
  assert.deepEqual(violations, []);
});

test('another reference is written, and one that cannot be meant says what can', async () => {
  const { page } = await opened;
  await page.locator('.drift-bar vscode-dropdown').click();
  await page.getByRole('option', { name: 'another …' }).click();
  const field = page.locator('.drift-bar vscode-text-field input');
  await field.fill('time:ticket<yesterday');
  await field.press('Enter');
  await page.locator('.drift [role="status"]', { hasText: 'is no window of time' }).waitFor();
});
