import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { savedDecisions, until } from './dataset.ts';
import { openSample } from './openSample.ts';

const data = 'support-tickets.csv';

describe('the labelling mode in the editor', () => {
  const opened = openSample(data, (workspace) => {
    workspace.write('winnow.json', JSON.stringify({
      checks: { 'label-error': false, 'ambiguous-row': false, 'test-noise': false },
      taxonomy: [{ name: 'returns', definition: 'Sending an article back.' }, { name: 'login' }],
      annotations: [{ name: 'mood', kind: 'label', labels: [{ name: 'good' }, { name: 'bad' }] }],
    }));
  });

  it('labels by the order of the taxonomy, fills in a new column, undoes, and saves both beside the file', async () => {
    const { page } = opened.dataset;
    await opened.dataset.select(1);
    await opened.dataset.press('Shift+L');
    await page.locator('.labelling[data-row="1"]').waitFor();
    await page.locator('.labelling-side .key', { hasText: 'Sending an article back.' }).waitFor();
    await opened.dataset.press('1');
    await page.locator('.labelling[data-row="2"]').waitFor();
    await opened.dataset.press('x');
    await page.locator('.labelling[data-row="3"]').waitFor();
    await opened.dataset.status('2 decisions not saved');
    await opened.dataset.press('u');
    await page.locator('.labelling[data-row="2"]').waitFor();
    await opened.dataset.status('1 decision not saved');
    await opened.dataset.press('c');
    await page.locator('.labelling-side .comment input').fill('asks for both');
    await page.locator('.labelling-side .comment input').press('Enter');
    await opened.dataset.status('2 decisions not saved');
    await page.locator('.labelling[data-row="2"]').waitFor();
    await page.locator('.labelling-bar vscode-dropdown').click();
    await page.getByRole('option', { name: 'new column: mood' }).click();
    await page.locator('.labelling[data-target="mood"][data-row="2"]').waitFor();
    await page.locator('.labelling-side .key', { hasText: 'bad' }).waitFor();
    await opened.dataset.press('2');
    await page.locator('.labelling[data-row="3"]').waitFor();
    await opened.dataset.status('3 decisions not saved');
    await opened.dataset.press('Control+s');
    await until('all are saved', () => savedDecisions(opened.workspace, data).length === 3);
    const saved = savedDecisions(opened.workspace, data).map(({ act, column, to, note, by }) => [act, column ?? null, to ?? note ?? null, by]);
    assert.deepEqual(saved.sort(([a], [b]) => String(a).localeCompare(String(b))), [
      ['annotate', 'mood', 'bad', 'Ada Lovelace <ada@example.org>'],
      ['comment', null, 'asks for both', 'Ada Lovelace <ada@example.org>'],
      ['relabel', 'category', 'returns', 'Ada Lovelace <ada@example.org>'],
    ]);
  });
});
