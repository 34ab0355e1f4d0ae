import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Dataset, savedDecisions, until } from './dataset.ts';
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
  });

  it('keeps what a second person says beside what the first said', async () => {
    opened.workspace.git('config', 'user.name', 'Grace Hopper');
    opened.workspace.git('config', 'user.email', 'grace@example.org');
    // A tab that is not saved to the end asks before it closes.
    await until('the tab has no dot', async () => !(await opened.editor.page.locator('.tab.dirty', { hasText: data }).isVisible()));
    await opened.editor.command('View: Close All Editors');
    await opened.editor.page.locator('.tab', { hasText: data }).waitFor({ state: 'detached' });
    opened.dataset = await Dataset.open(opened.editor, data);
    await opened.dataset.select(1);
    await opened.dataset.press('Shift+L');
    await inRow(1);
    await fillIn('mood');
    await inRow(1);
    await opened.dataset.press('1', '1', '2');
    await inRow(4);
    await opened.dataset.status('3 decisions not saved');
    await opened.dataset.press('Control+s');
    await until('it is saved', () => savedDecisions(opened.workspace, data).length === 9);
    await until('the tab has no dot', async () => !(await opened.editor.page.locator('.tab.dirty', { hasText: data }).isVisible()));
  });

  it('is a column of the file once it is applied, one for each person where several filled it in, who are then compared', async () => {
    // A third person's came with a pull a moment ago; it is the oldest, so its column is the first.
    const theirs = {
      row: { id: 'T-10002' },
      act: 'annotate',
      column: 'mood',
      to: 'bad',
      by: 'Alan Turing <alan@example.org>',
      at: '2020-01-01T00:00:00Z',
      id: '01DXF6DT00AAAAAAAAAAAAAAAA',
    };
    opened.workspace.write(`${data}.winnow.jsonl`, `${opened.workspace.read(`${data}.winnow.jsonl`)}${JSON.stringify(theirs)}\n`);
    await opened.editor.command('Winnow: Apply Decisions…');
    await opened.editor.page.locator('.editor-actions [aria-label*="Apply These Changes"]').click();
    const columns = ['annotator_alan_turing_mood', 'annotator_ada_lovelace_mood', 'annotator_grace_hopper_mood', 'topics', 'in_french', 'urgency'];
    await until('the columns are there', () => opened.workspace.read(data).split('\n')[0]!.endsWith(`,source,${columns.join()}`));
    opened.dataset = await Dataset.shown(opened.editor, data);
    await opened.dataset.checked();
    await opened.editor.command('Winnow: Show Annotators');
    await opened.dataset.page.getByText('annotator_grace_hopper_mood').first().waitFor();
    await opened.editor.screenshot('annotating-annotators');
    assert.deepEqual(opened.editor.violations(), []);
  });
});
