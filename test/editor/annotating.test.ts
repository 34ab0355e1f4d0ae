import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { savedDecisions, until } from './dataset.ts';
import { openSample } from './openSample.ts';
import { plainChecks } from './plainChecks.ts';

const data = 'support-tickets.csv';

describe('new ground truth in the editor', () => {
  const opened = openSample(data, (workspace) => {
    workspace.write('winnow.json', JSON.stringify({
      ...(JSON.parse(plainChecks) as object),
      annotations: [
        { name: 'mood', kind: 'label', labels: [{ name: 'good' }, { name: 'bad' }] },
        { name: 'topics', kind: 'labels', labels: [{ name: 'money' }, { name: 'time' }, { name: 'damage' }] },
        { name: 'in_french', kind: 'text' },
        { name: 'urgency', kind: 'number', min: 0, max: 10 },
      ],
    }));
  });
  const inRow = (row: number): Promise<void> => opened.dataset.page.locator(`.labelling[data-row="${row}"]`).waitFor();
  const fillIn = async (column: string): Promise<void> => {
    await opened.dataset.page.locator('.labelling-bar vscode-dropdown').click();
    await opened.dataset.page.getByRole('option', { name: `new column: ${column}` }).click();
    await opened.dataset.page.locator(`.labelling[data-target="${column}"]`).waitFor();
  };
  const fieldIsReady = (): Promise<unknown> => opened.dataset.page.waitForFunction(() => document.activeElement?.matches('.labelling-field'));

  it('is filled in by its kind: one label, several, a text, a number', async () => {
    const { page } = opened.dataset;
    await opened.dataset.select(1);
    await opened.dataset.press('Shift+L');
    await inRow(1);
    await fillIn('mood');
    await opened.dataset.press('2', '1', '2');
    await inRow(4);
    await fillIn('topics');
    await opened.dataset.press('1', '3', 'Enter');
    await inRow(5);
    await fillIn('in_french');
    await fieldIsReady();
    await opened.editor.page.keyboard.type('J’ai attendu mardi.');
    await opened.editor.screenshot('annotating-text');
    await opened.dataset.press('Enter');
    await inRow(6);
    await fillIn('urgency');
    await fieldIsReady();
    await opened.editor.page.keyboard.type('7');
    await opened.dataset.press('Enter');
    await inRow(7);
    await opened.dataset.status('6 decisions not saved');
    // The first leaves the field.
    await opened.dataset.press('Escape', 'Escape');
    await page.locator('.labelling').waitFor({ state: 'detached' });
    await opened.dataset.press('Control+s');
    await until('all are saved', () => savedDecisions(opened.workspace, data).length === 6);
    assert.deepEqual(savedDecisions(opened.workspace, data).map(({ act, column, to, rowHint }) => [act, column, rowHint, to]).sort(), [
      ['annotate', 'in_french', 5, 'J’ai attendu mardi.'], ['annotate', 'mood', 1, 'bad'], ['annotate', 'mood', 2, 'good'], ['annotate', 'mood', 3, 'bad'],
      ['annotate', 'topics', 4, '["money","damage"]'], ['annotate', 'urgency', 6, '7'],
    ]);
    assert.deepEqual(opened.editor.violations(), []);
  });
});
