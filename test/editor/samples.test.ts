import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Dataset, until } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';

const formats = ['csv', 'jsonl', 'parquet', 'arrow'] as const;
const nameOf = (format: string): string => `support-tickets.${format}`;

describe('the rows of the samples', () => {
  let workspace: Workspace;
  let editor: Editor;

  before(async () => {
    workspace = workspaceWith(formats.map((format) => `samples/${nameOf(format)}`));
    editor = await openEditor({ folder: workspace.folder });
  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  for (const format of formats) {
    it(`shows the first and the last row of the ${format} file, and checks it`, async () => {
      const dataset = await Dataset.open(editor, nameOf(format));
      await dataset.viewRows('2,000 rows');
      assert.equal(await (await dataset.cell(1, 'id')).innerText(), 'T-10001');
      await dataset.select(1);
      await dataset.press('Control+End');
      await dataset.inspects(2000);
      await dataset.page.getByText('T-12000').first().waitFor();
      await dataset.press('Control+Home');
      await dataset.inspects(1);
      assert.match(await dataset.page.getByRole('tab', { name: /^Issues/ }).innerText(), /\d/);
    });
  }

  it('opens columnar files in Winnow without being asked, and text formats as text', async () => {
    await editor.command('View: Close All Editors');
    await editor.file(nameOf('parquet')).dblclick();
    await (await Dataset.shown(editor, nameOf('parquet'))).viewRows('2,000 rows');
    await editor.file(nameOf('jsonl')).dblclick();
    await editor.page.locator('.tab.active', { hasText: nameOf('jsonl') }).waitFor();
    await editor.page.locator('.editor-instance .monaco-editor .view-lines').getByText('T-10001').waitFor();
  });

  it('sorts by a column and back to the order of the file', async () => {
    const dataset = await Dataset.open(editor, nameOf('csv'));
    const heading = dataset.grid.getByRole('columnheader').filter({ hasText: 'category' });
    await heading.click();
    await dataset.grid.locator('[aria-sort=ascending]').waitFor();
    await heading.click();
    await dataset.grid.locator('[aria-sort=descending]').waitFor();
    await heading.click();
    await (await dataset.cell(1, 'id')).waitFor();
  });

  it('filters by a check, shows how many rows pass, and takes the filter away again', async () => {
    const dataset = await Dataset.shown(editor, nameOf('csv'));
    await dataset.page.getByRole('button', { name: '+ Filter' }).click();
    await dataset.page.getByRole('dialog').getByText('Label written differently').click();
    await dataset.viewRows('7 of 2,000 rows');
    await dataset.row(191).click();
    await dataset.page.getByRole('button', { name: /^Remove the filter/ }).click();
    await dataset.viewRows('2,000 rows');
    await dataset.row(190).waitFor();
  });

  it('finds a text in the cells with the key that VS Code has for it', async () => {
    const dataset = await Dataset.shown(editor, nameOf('csv'));
    await dataset.press('Control+Home');
    await dataset.inspects(1);
    await dataset.press('Control+f');
    const field = dataset.page.locator('.find').getByRole('textbox');
    await until('the field has the keyboard', () => field.evaluate((element) => element.matches(':focus-within, :focus')));
    await editor.page.keyboard.type('T-11999', { delay: 60 });
    await dataset.inspects(1999);
    assert.equal(await field.inputValue(), 'T-11999');
    await field.press('Escape');
    await dataset.press('Control+Home');
    await dataset.inspects(1);
  });

  it('walks from one flagged row to the next by command', async () => {
    const dataset = await Dataset.shown(editor, nameOf('csv'));
    await dataset.select(1);
    await editor.command('Winnow: Next Flagged Row');
    await dataset.inspects(12);
    await editor.command('Winnow: Next Flagged Row');
    await dataset.inspects(13);
    await editor.command('Winnow: Previous Flagged Row');
    await dataset.inspects(12);
  });

  it('shows a dataset beside its text, and gives the place back to the text', async () => {
    await editor.command('Winnow: Reopen as Text');
    await editor.page.locator('.editor-instance .monaco-editor .view-lines').getByText('T-10001').waitFor();
    await until('one tab is left', async () => (await editor.page.locator('.tab', { hasText: nameOf('csv') }).count()) === 1);
  });

  it('runs nothing that its policy refuses', () => {
    assert.deepEqual(editor.violations(), []);
  });
});
