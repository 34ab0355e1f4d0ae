import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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
  const text = page.locator('.drift-column[data-column="text"]');
  assert.match(await text.innerText(), /AUROC 1\.00[\s\S]+“battery”/);
  assert.ok((await text.getByRole('figure', { name: /terms that tell the texts here from those in reference\.csv/ }).count()) > 0);
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

test('a file is picked for a reference, and its path can be changed then', async () => {
  const { page } = await opened;
  await page.locator('.drift-bar vscode-dropdown').click();
  await page.getByRole('option', { name: 'a file or stored profile …' }).click();
  await page.locator('.drift-verdict', { hasText: 'Retrain' }).waitFor();
  assert.equal(await page.locator('.drift-bar vscode-text-field input').inputValue(), join(folder, 'reference.csv'));
});

test('the earlier half of the rows is one choice away where a column has the role time, and the date can be changed', async (context) => {
  const made = await mkdtemp(join(tmpdir(), 'winnow-drift-page-'));
  const path = join(made, 'timed.csv');
  await writeFile(
    path,
    `text,label,created_at\n${Array.from({ length: 200 }, (_, row) => `"text ${row % 23} of the rows",${row % 3 ? 'good' : 'bad'},${new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10)}`).join('\n')}\n`,
  );
  const { page, document, violations } = await openApp(path, { config: { roles: { time: 'created_at', label: 'label' } } });
  context.after(async () => {
    await document.close();
    await rm(made, { recursive: true, force: true });
  });
  await document.ready;
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.locator('.drift-bar vscode-dropdown').first().click();
  await page.getByRole('option', { name: 'the earlier rows by created_at …' }).click();
  await page.locator('.drift-verdict').waitFor();
  assert.match(await page.locator('.drift-key').innerText(), /created_at < 2024-0\d-\d\d/);
  const field = page.locator('.drift-bar vscode-text-field input');
  assert.match(await field.inputValue(), /^time:created_at<2024-0\d-\d\d$/);
  await field.fill('time:created_at=2024-02..2024-03');
  await field.press('Enter');
  await page.locator('.drift-key', { hasText: 'created_at from 2024-02 to 2024-03 (60 rows)' }).waitFor();
  assert.deepEqual(violations, []);
});
