import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Dataset, until } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Theme, type Workspace } from './harness/openEditor.ts';

const data = 'support-tickets.csv';
const seen: readonly Theme[] = ['dark', 'light', 'hc', 'hcLight'];

/** Pictures of every screen for people to look at: test/editor/out/TAB-THEME.png. */
describe('the screens in the themes of VS Code', () => {
  let workspace: Workspace;
  let editor: Editor;
  let dataset: Dataset;

  before(async () => {
    workspace = workspaceWith([`samples/${data}`]);
    editor = await openEditor({ folder: workspace.folder });
    dataset = await Dataset.open(editor, data);
    await editor.command('View: Toggle Primary Side Bar Visibility');
  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  for (const theme of seen) {
    it(`draws all of them in ${theme}`, async () => {
      await editor.setTheme(theme);
      await dataset.tab('Issues');
      await dataset.page.locator('tr[data-check="conflicting-label"]').click();
      await dataset.page.locator('.issue-detail').getByText('row 366 and 2 more').waitFor();
      await editor.screenshot(`issues-${theme}`);
      await dataset.page.locator('.issue-detail').getByText('row 366 and 2 more').click();
      await dataset.inspects(366);
      await dataset.page.getByRole('button', { name: /^Remove the filter/ }).click();
      await dataset.viewRows('2,000 rows');
      await dataset.settled();
      await dataset.row(366).waitFor();
      await editor.screenshot(`samples-${theme}`);
      await dataset.page.getByText('Cards', { exact: true }).click();
      await dataset.page.locator('.card').first().waitFor();
      await editor.screenshot(`cards-${theme}`);
      await dataset.page.getByText('Table', { exact: true }).click();
      await dataset.page.getByRole('button', { name: 'Roles', exact: true }).click();
      await dataset.page.getByLabel('Role of channel').waitFor();
      await editor.screenshot(`roles-${theme}`);
      await dataset.page.getByRole('button', { name: 'Roles', exact: true }).click();
      await dataset.tab('Distributions');
      await dataset.page.locator('figure').first().waitFor();
      await editor.screenshot(`distributions-${theme}`);
    });
  }

  it('takes its colours from the theme at once', async () => {
    await editor.setTheme('dark');
    const dark = await background(dataset);
    await editor.setTheme('light');
    await until('the page is light', async () => (await background(dataset)) !== dark);
    assert.deepEqual(editor.violations(), []);
  });
});

function background(dataset: Dataset): Promise<string> {
  return dataset.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}
