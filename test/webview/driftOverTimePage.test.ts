import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

after(closeBrowser);

test('columns over time are lines of cells that say what they are, by mouse and by keyboard, and lead to the rows of a period', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-over-time-page-'));
  const path = join(folder, 'timed.csv');
  const rows = ['2024-01', '2024-02', '2024-03'].flatMap((month, turn) =>
    Array.from(
      { length: 100 },
      (_, at) =>
        `${month}-${String((at % 28) + 1).padStart(2, '0')},${at % 2 ? 'good' : 'bad'},${at + (turn === 2 ? 50 : 0)},${turn === 1 && at < 40 ? '' : 'abc'[at % 3]}`,
    ),
  );
  await writeFile(path, `day,label,age,kind\n${rows.join('\n')}\n`);
  const { page, document, violations } = await openApp(path, { config: { roles: { time: 'day', label: 'label' } } });
  context.after(async () => {
    await document.close();
    await rm(folder, { recursive: true, force: true });
  });
  await document.ready;
  await page.getByRole('tab', { name: 'Compare' }).click();
  const section = page.getByRole('region', { name: 'Columns over time' });
  await section.locator('vscode-dropdown').first().click();
  await section.getByRole('option', { name: 'by month' }).click();
  const far = section.locator('tr', { has: page.locator('th', { hasText: 'age' }) }).locator('td.cell').nth(2);
  await far.filter({ hasText: '•' }).waitFor();
  assert.equal(await far.getAttribute('aria-label'), 'age, 2024-03: distance .52, PSI 4.35 against 2024-01, over 100 values');
  assert.equal(await section.getByRole('gridcell', { name: /^kind, 2024-02: .*40 % missing/ }).innerText(), '∅');
  assert.equal(await section.locator('.chart-table').getByRole('cell', { name: '.52 •' }).count(), 1);
  await section.locator('td.cell[tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await section.locator('.strip-note').innerText(), /, 2024-02: distance /);
  await section.locator('vscode-dropdown').nth(1).click();
  await section.getByRole('option', { name: 'the one before' }).click();
  await section.getByText('otherwise than in the period before').waitFor();
  await far.press('Enter');
  await page.locator('.chip', { hasText: 'day from 2024-03-01 below 2024-04-01' }).waitFor();
  assert.deepEqual(violations, []);
});
