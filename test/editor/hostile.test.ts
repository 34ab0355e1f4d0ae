import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Dataset, savedDecisions, until } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';

const script = '<script>document.body.dataset.broken = "yes"</script>';
const image = '<img src=x onerror="document.body.dataset.broken=1">';
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const columns = ['id', '<b>text</b>', `"; DROP TABLE rows; --`, `label' OR '1'='1`, `${image}`];
const rows = [
  ['1', script, `Robert'); DROP TABLE rows;--`, 'yes', image],
  ['2', `<a href="javascript:alert(1)">x</a>`, `" OR ""="`, `no`, `\u202Ereversed`],
  ['3', '${7*7} {{7*7}} $(rm -rf .)', `'; ATTACH 'x.db'; --`, `<i>no</i>`, '=HYPERLINK("http://127.0.0.1/","x")'],
  ...Array.from({ length: 20 }, (_, index) => [String(index + 4), `plain text number ${index}`, 'x', index % 2 ? 'yes' : 'no', '-']),
];
const csv = [columns, ...rows].map((cells) => cells.map(quoted).join(',')).join('\n');
const name = `<img src=x onerror=alert(1)> $(bug) '"; DROP.csv`;

describe('a dataset that means harm', () => {
  let workspace: Workspace;
  let editor: Editor;
  let dataset: Dataset;

  const untouched = async (): Promise<void> => {
    assert.equal(await dataset.page.evaluate(() => document.body.dataset['broken']), undefined);
    assert.equal(await dataset.page.locator('img, script[src=""], body > script:not([src]), a[href]').count(), 0);
    assert.deepEqual(editor.violations(), []);
  };

  before(async () => {
    workspace = workspaceWith([], { [name]: csv });
    editor = await openEditor({ folder: workspace.folder });
    dataset = await Dataset.open(editor, name);
  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  it('is shown as the text that it is: cells, column names, file name', async () => {
    await dataset.viewRows('23 rows');
    await dataset.page.locator('.header .file').getByText(name, { exact: true }).waitFor();
    for (const column of columns.slice(0, 3)) await dataset.grid.getByRole('columnheader').getByText(column, { exact: true }).waitFor();
    await dataset.grid.getByText(script, { exact: true }).waitFor();
    await dataset.grid.getByText(rows[0]![2]!, { exact: true }).waitFor();
    await editor.page.locator('.statusbar-item').filter({ hasText: 'DROP.csv' }).waitFor();
    await untouched();
  });

  it('is inspected, sorted, filtered and found by its odd names without running any of it', async () => {
    await dataset.select(1);
    await dataset.page.locator('.side').getByText(script).first().waitFor();
    for (const column of columns.slice(2)) await dataset.page.locator('.side').getByText(column, { exact: true }).first().waitFor();
    await dataset.grid.getByRole('columnheader').filter({ hasText: 'DROP TABLE' }).click();
    await dataset.grid.locator('[aria-sort=ascending]').waitFor();
    await dataset.page.getByRole('button', { name: '+ Filter' }).click();
    await dataset.page.getByLabel('Column, or a text to look for').locator('input').fill(`'); DROP TABLE rows;--`);
    await dataset.page.getByText(/any column contains/).click();
    await dataset.viewRows('1 of 23 rows');
    await dataset.page.getByRole('button', { name: /^Remove the filter/ }).click();
    await untouched();
  });

  it('is counted and checked by its odd names', async () => {
    await dataset.tab('Distributions');
    await dataset.page.locator('figure').first().waitFor();
    await dataset.tab('Issues');
    await dataset.page.locator('.issues').waitFor();
    await dataset.tab('Samples');
    await untouched();
  });

  it('is decided upon: odd columns and texts go to the sidecar as they are', async () => {
    await dataset.select(2);
    await dataset.press('x');
    await dataset.status('1 decision not saved');
    await dataset.press('Control+s');
    await until('the decision is saved', () => savedDecisions(workspace, name).length === 1);
    assert.deepEqual(savedDecisions(workspace, name)[0]?.['row'], { id: '2' });
    await untouched();
  });
});
