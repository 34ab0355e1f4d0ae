import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Dataset, until } from './dataset.ts';
import type { Theme } from './harness/openEditor.ts';
import { openSample } from './openSample.ts';

const data = 'support-tickets.csv';
const seen: readonly Theme[] = ['dark', 'light', 'hc', 'hcLight'];

/** Pictures of every screen for people to look at: test/editor/out/TAB-THEME.png. */
describe('the screens in the themes of VS Code', () => {
  const opened = openSample(data);

  before(async () => {
    await opened.editor.command('View: Toggle Primary Side Bar Visibility');
  });

  for (const theme of seen) {
    it(`draws all of them in ${theme}`, async () => {
      await opened.editor.setTheme(theme);
      await opened.dataset.tab('Issues');
      await opened.dataset.page.locator('tr[data-check="conflicting-label"]').click();
      await opened.dataset.page.locator('.issue-detail').getByText('row 366 and 2 more').waitFor();
      await opened.editor.screenshot(`issues-${theme}`);
      await opened.dataset.page.locator('.issue-detail').getByText('row 366 and 2 more').click();
      await opened.dataset.inspects(366);
      await opened.dataset.page.getByRole('button', { name: /^Remove the filter/ }).click();
      await opened.dataset.viewRows('2,000 rows');
      await opened.dataset.settled();
      await opened.dataset.row(366).waitFor();
      await opened.editor.screenshot(`samples-${theme}`);
      await opened.dataset.page.getByText('Cards', { exact: true }).click();
      await opened.dataset.page.locator('.card').first().waitFor();
      await opened.editor.screenshot(`cards-${theme}`);
      await opened.dataset.page.getByText('Table', { exact: true }).click();
      await opened.dataset.page.getByRole('button', { name: 'Roles', exact: true }).click();
      await opened.dataset.page.getByLabel('Role of channel').waitFor();
      await opened.editor.screenshot(`roles-${theme}`);
      await opened.dataset.page.getByRole('button', { name: 'Roles', exact: true }).click();
      await opened.dataset.tab('Distributions');
      await opened.dataset.page.locator('figure').first().waitFor();
      await opened.editor.screenshot(`distributions-${theme}`);
    });
  }

  it('takes its colours from the theme at once', async () => {
    await opened.editor.setTheme('dark');
    const dark = await background(opened.dataset);
    await opened.editor.setTheme('light');
    await until('the page is light', async () => (await background(opened.dataset)) !== dark);
    assert.deepEqual(opened.editor.violations(), []);
  });
});

function background(dataset: Dataset): Promise<string> {
  return dataset.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}
