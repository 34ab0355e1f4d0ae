import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../scripts/host/paths.ts';
import { openSample } from './openSample.ts';

const data = 'annotated-tickets.csv';
const config = `${data}.winnow.json`;

describe('measuring predictions in the editor', () => {
  const opened = openSample(data, (workspace) => workspace.write(config, readFileSync(join(root, 'samples', config))));

  it('shows by a command how often predictions are right, and leads to those that are wrong', async () => {
    await opened.editor.command('Winnow: Show Evaluation');
    const { page } = opened.dataset;
    await page.locator('.evaluate-head', { hasText: /of predictions are right: \d+ of 800 rows, with a 95 % interval from/ }).waitFor();
    await opened.editor.screenshot('evaluate');
    const wrong = page.getByRole('button', { name: /^Show the \d+ wrong predictions$/ });
    const count = /\d+/.exec(await wrong.innerText())![0];
    await wrong.click();
    await opened.dataset.viewRows(`${count} of 800 rows`);
  });

  it('takes up other costs when winnow.json is saved', async () => {
    const { page } = opened.dataset;
    await opened.editor.command('Winnow: Show Evaluation');
    await page.getByText(/^Errors cost /).waitFor();
    opened.workspace.write(config, '{ "costs": { "default": 1000 } }');
    await page.getByText(/^Errors cost \d+,000, [\d.]+ a row\./).waitFor();
    assert.deepEqual(opened.editor.violations(), []);
  });
});
