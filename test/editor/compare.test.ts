import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Dataset } from './dataset.ts';
import { openSample } from './openSample.ts';

const data = 'support-tickets.csv';

describe('comparing versions in the editor', () => {
  const opened = openSample(data, (workspace) => {
    // Three labels and one row less than HEAD; one label is staged.
    const rows = workspace.read(data).split('\n');
    workspace.write('older.csv', rows.join('\n'));
    const relabelled = (line: number): void => void (rows[line] = rows[line]!.replace(',delivery,', ',returns,'));
    relabelled(1);
    workspace.write(data, rows.join('\n'));
    workspace.git('add', data);
    relabelled(2);
    relabelled(4);
    rows.splice(20, 1);
    workspace.write(data, rows.join('\n'));
  });

  it('compares with HEAD by a command, and shows what became of rows and labels', async () => {
    await opened.editor.command('Winnow: Compare with HEAD');
    const { page } = opened.dataset;
    await page.getByText(/1,99\d rows before, 1,99\d now: 3 changed, 1 removed/).waitFor();
    await page.getByRole('gridcell', { name: 'before delivery, now returns: 3 rows' }).waitFor();
    await opened.editor.screenshot('compare-head');
    await page.locator('.compared-rows button').nth(1).click();
    await opened.dataset.inspects(2);
  });

  it('compares with what is staged, and remembers it when the dataset is opened again', async () => {
    await opened.editor.command('Winnow: Compare with the Staged Version');
    await opened.dataset.page.getByText(/: 2 changed, 1 removed/).waitFor();
    await opened.editor.command('View: Close All Editors');
    opened.dataset = await Dataset.open(opened.editor, data);
    await opened.editor.command('Winnow: Show Compare');
    await opened.dataset.page.getByText(/: 2 changed, 1 removed/).waitFor();
  });

  it('compares two files that are selected in the Explorer', async () => {
    await opened.editor.chooseInMenuOfPair('older.csv', data, 'Compare Selected Datasets');
    opened.dataset = await Dataset.shown(opened.editor, data);
    await opened.dataset.page.getByText(/: 3 changed, 1 removed/).waitFor();
    await opened.dataset.page.locator('.compare-bar').getByText('older.csv …').waitFor();
  });

  it('compares a changed file of Source Control with HEAD', async () => {
    await opened.editor.command('View: Close All Editors');
    await opened.editor.page.keyboard.press('Control+Shift+g');
    const changed = opened.editor.page.locator('.scm-view .monaco-list-row').filter({ has: opened.editor.page.getByText(data, { exact: true }) }).last();
    await opened.editor.chooseInMenu(changed, 'Compare with HEAD');
    opened.dataset = await Dataset.shown(opened.editor, data);
    await opened.dataset.page.getByText(/: 3 changed, 1 removed/).waitFor();
    assert.deepEqual(opened.editor.violations(), []);
  });

  it('compares what is staged with HEAD', async () => {
    await opened.editor.command('View: Close All Editors');
    const staged = opened.editor.page.locator('.scm-view .monaco-list-row').filter({ has: opened.editor.page.getByText(data, { exact: true }) }).first();
    await opened.editor.chooseInMenu(staged, 'Compare Staged Version with HEAD');
    opened.dataset = await Dataset.shown(opened.editor, data);
    await opened.dataset.page.getByText(/rows: 1 changed, 1,99\d the same/).waitFor();
  });
});
