import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { describe, it } from 'node:test';
import { Dataset, until } from './dataset.ts';
import type { Workspace } from './harness/openEditor.ts';
import { openSample } from './openSample.ts';

const data = 'support-tickets.csv';

describe('what VS Code shows of a dataset around its editor', () => {
  const opened = openSample(data);

  const health = (): Locator => opened.editor.page.locator('.statusbar-item').filter({ hasText: `${data}:` });
  const problems = (): Locator => opened.editor.page.locator('.markers-panel');
  const tree = (name: string | RegExp): Locator => opened.editor.page.locator('.pane-body [role=treeitem]').filter({ hasText: name });
  const toDataset = async (): Promise<void> => {
    await opened.editor.page.locator('.tab', { hasText: data }).first().click();
    opened.dataset = await Dataset.shown(opened.editor, data);
  };

  it('tells the health of the dataset in the status bar, which leads to the issues', async () => {
    await health().getByText(/support-tickets\.csv: \d+ errors, \d+ warnings/).waitFor();
    await health().click();
    await opened.dataset.page.getByRole('tab', { name: /^Issues/, selected: true }).waitFor();
    await opened.dataset.tab('Samples');
  });

  it('lists the findings in a tree, from which a row is shown in the grid', async () => {
    await opened.editor.command('View: Show Winnow');
    await tree('Same content, different labels').click();
    await tree(/^Row 215/).click();
    await opened.dataset.inspects(215);
    await opened.dataset.page.getByRole('listitem').filter({ hasText: 'Same content, different labels' }).waitFor();
    await opened.dataset.page.getByRole('button', { name: /^Remove the filter/ }).click();
  });

  it('lists the findings under Problems, each on its source line', async () => {
    await opened.editor.command('Problems: Focus on Problems View');
    await problems().getByText('Rows 215 and 900 have the same').dblclick();
    const text = opened.editor.page.locator('.editor-instance .monaco-editor').first();
    await text.locator('.view-line').getByText('The instalment plan for the backpack').first().waitFor();
    await opened.editor.page.locator('.statusbar-item').getByText('Ln 244, Col 1').first().waitFor();
    await opened.editor.command('View: Toggle Panel Visibility');
  });

  it('drops a finding from Problems and the tree once it is decided', async () => {
    await toDataset();
    const before = await health().innerText();
    await opened.dataset.tab('Issues');
    await opened.dataset.page.locator('tr[data-check="constant-column"]').click();
    await opened.dataset.press('Shift+A');
    await opened.dataset.page.getByRole('dialog').getByRole('button', { name: /^Apply/ }).click();
    await opened.dataset.page.locator('tr[data-check="constant-column"]').waitFor({ state: 'detached' });
    await tree('Column that never changes').waitFor({ state: 'detached' });
    await opened.dataset.press('Control+z');
    await tree('Column that never changes').waitFor();
    assert.equal(await health().innerText(), before);
    await opened.dataset.tab('Samples');
  });

  it('writes corrected roles to winnow.json and checks by them', async () => {
    await opened.editor.command('Winnow: Edit Roles');
    const role = opened.dataset.page.getByLabel('Role of channel');
    await role.click();
    await role.getByRole('option', { name: 'label', exact: true }).click();
    await opened.dataset.page.getByRole('button', { name: 'Apply' }).click();
    await until('the roles are written', () => existsConfig(opened.workspace)?.files?.[data]?.roles?.label === 'channel');
    await opened.dataset.page.getByText('label channel').waitFor();
    await opened.dataset.checked();
  });

  it('takes up a winnow.json that is changed on disk', async () => {
    opened.workspace.write('winnow.json', JSON.stringify({ files: { [data]: { roles: { label: 'category' }, checks: { 'constant-column': false } } } }));
    await opened.dataset.page.getByText('label category').waitFor();
    await tree('Column that never changes').waitFor({ state: 'detached' });
    opened.workspace.write('winnow.json', '{ "roles": { "label": 7 ');
    await opened.dataset.page.getByText(/winnow\.json:1:\d+/).first().waitFor();
  });

  it('clears Problems and the tree when the dataset is closed', async () => {
    await opened.editor.command('View: Close All Editors');
    await opened.editor.page.getByText('No dataset is open.').waitFor();
    await opened.editor.command('Problems: Focus on Problems View');
    await problems().getByText('No problems have been detected').waitFor();
  });
});

interface ConfigOnDisk {
  readonly files?: Readonly<Record<string, { readonly roles?: { readonly label?: string } }>>;
}

function existsConfig(workspace: Workspace): ConfigOnDisk | null {
  try {
    return JSON.parse(workspace.read('winnow.json')) as ConfigOnDisk;
  } catch {
    return null;
  }
}
