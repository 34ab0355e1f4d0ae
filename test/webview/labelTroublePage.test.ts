import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { temporaryFolder } from '../temporaryFolder.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

after(closeBrowser);

/** Label health of a file of these lines, when the checks have run. */
async function labelHealth(context: TestContext, lines: readonly string[]): Promise<{ page: Page; health: Locator }> {
  const path = join(await temporaryFolder(context), 'notes.csv');
  await writeFile(path, `${lines.join('\n')}\n`);
  const { page, document } = await openApp(path);
  context.after(() => document.close());
  await document.ready;
  await page.locator('.row-facts').waitFor();
  await page.getByRole('tab', { name: /^Issues/ }).click();
  return { page, health: page.locator('.label-health') };
}

test('probabilities that could not be used are marked in Label health, with their rows', async (context) => {
  const rows = Array.from({ length: 40 }, (_, at) => `${at + 1},${at % 2 === 0 ? 'yes,0.9,0.1' : 'no,0.1,0.9'}`);
  rows[4] = '5,yes,0.9,0.9';
  rows[8] = '9,yes,nan,0.1';
  const { health } = await labelHealth(context, ['id,label,prob_yes,prob_no', ...rows]);
  const troubles = health.locator('.annotator-notes li');
  await troubles.first().waitFor();
  assert.deepEqual(await troubles.allInnerTexts(), [
    '2 rows left out: 1 because one of its probabilities is missing or no number (row 9); 1 because its probabilities do not sum to 1 (row 5: 1.8).',
  ]);
});

test('where no row has a label, Label health leads to labelling them', async (context) => {
  const rows = Array.from({ length: 12 }, (_, at) => `${at + 1},what note number ${at + 1} says,`);
  const { page, health } = await labelHealth(context, ['id,text,label', ...rows]);
  await health.getByText('Which labels look wrong is not known: none of the 12 rows has a label.').waitFor();
  await health.getByText('Label the rows').click();
  await page.getByText('There are no labels yet').waitFor();
});

test('where there is one label alone, Label health asks for nothing that would not help', async (context) => {
  const rows = Array.from({ length: 12 }, (_, at) => `${at + 1},what note number ${at + 1} says,fine`);
  const { health } = await labelHealth(context, ['id,text,label', ...rows]);
  await health.getByText('Rows with another label would fill this.').waitFor();
});
