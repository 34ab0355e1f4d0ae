import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Dataset, savedDecisions, until } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';

const data = 'support-tickets.csv';

describe('distributions and issues', () => {
  let workspace: Workspace;
  let editor: Editor;
  let dataset: Dataset;

  before(async () => {
    workspace = workspaceWith([`samples/${data}`]);
    editor = await openEditor({ folder: workspace.folder });
    dataset = await Dataset.open(editor, data);
  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  it('shows the labels of each segment, and the rows of a bar that is clicked', async () => {
    await dataset.tab('Distributions');
    const multiple = dataset.page.locator('figure').filter({ hasText: 'backpack' });
    await multiple.getByText('351 rows').waitFor();
    await multiple.getByRole('button', { name: /refund/ }).first().click();
    await dataset.page.getByRole('tab', { name: /^Samples/, selected: true }).waitFor();
    await dataset.page.getByRole('listitem').filter({ hasText: 'product is backpack' }).waitFor();
    await dataset.page.getByRole('listitem').filter({ hasText: 'category is refund' }).waitFor();
    await dataset.page.getByText(/^5\d of 2,000 rows$/).waitFor();
    await dataset.page.getByRole('button', { name: 'Clear all' }).click();
    await dataset.viewRows('2,000 rows');
  });

  it('divides by another segment, and counts rows instead of shares', async () => {
    await dataset.tab('Distributions');
    const by = dataset.page.locator('.distributions .bar').getByRole('combobox').nth(1);
    await by.click();
    await by.getByRole('option', { name: 'country', exact: true }).click();
    await dataset.page.locator('figure').filter({ hasText: 'GB' }).first().waitFor();
    await dataset.page.getByText('Count', { exact: true }).click();
    await dataset.page.locator('figure').first().locator('text').getByText('573').waitFor();
  });

  it('opens the rows of a finding, and relabels the wrong one by its suggestion', async () => {
    await dataset.tab('Issues');
    await dataset.page.locator('tr[data-check="conflicting-label"]').click();
    await dataset.page.locator('.issue-detail').getByText('row 366 and 2 more').click();
    await dataset.inspects(366);
    await dataset.viewRows('3 of 2,000 rows');
    await dataset.row(1259).waitFor();
    await dataset.row(1696).click();
    await dataset.inspects(1696);
    await dataset.press('Enter');
    await dataset.status('1 decision not saved');
    await dataset.page.getByText('Show all rows').click();
    await dataset.page.getByRole('button', { name: '1 row decided' }).click();
    await until('the row shows the label of the majority', async () => /billing\s*login/.test(await (await dataset.cell(1696, 'category')).innerText()));
    await dataset.row(1696).click();
    await dataset.press('u');
    await until('nothing is left to save', async () => (await dataset.page.locator('.status').getByText('not saved').count()) === 0);
  });

  it('takes all suggestions of a check in one step, which one undo takes back', async () => {
    await dataset.tab('Issues');
    await dataset.page.locator('tr[data-check="label-variant"]').click();
    await dataset.press('Shift+A');
    const preview = dataset.page.getByRole('dialog');
    await preview.getByText('“refund ”').first().waitFor();
    await preview.getByRole('button', { name: 'Apply 7 decisions' }).click();
    await dataset.page.locator('tr[data-check="label-variant"]').waitFor({ state: 'detached' });
    await dataset.press('Control+s');
    await until('seven relabels are saved', () => savedDecisions(workspace, data).length === 7);
    assert.ok(savedDecisions(workspace, data).every(({ act, why }) => act === 'relabel' && why === 'label-variant'));
    await dataset.press('Control+z');
    await dataset.page.locator('tr[data-check="label-variant"]').waitFor();
  });
});
