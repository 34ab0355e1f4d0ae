import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Dataset } from './dataset.ts';
import { openSample } from './openSample.ts';

const data = 'support-tickets.csv';

describe('a dataset in the text editor, and the way in', () => {
  const opened = openSample(data);
  const lens = (text: RegExp | string) => opened.editor.page.locator('.codelens-decoration').getByText(text).first();

  it('offers the dataset above the first line, with what was found in it', async () => {
    await opened.editor.command('Winnow: Reopen as Text');
    await lens('Open as Dataset').waitFor();
    await lens('Open as Dataset').click();
    opened.dataset = await Dataset.shown(opened.editor, data);
    await opened.dataset.checked();
    await opened.editor.page.locator('.tab', { hasText: data }).first().click();
    await lens(/Show in Winnow: \d+ errors, \d+ warnings/).waitFor();
  });

  it('tells column and row of the cell below the pointer, and shows the row', async () => {
    const { page } = opened.editor;
    await page.locator('.view-line').getByText('second factor does not work').first().hover();
    const hover = page.locator('.monaco-hover').filter({ hasText: 'Show in Winnow' });
    await hover.getByText('text · text · row 5 ·').waitFor();
    await opened.editor.screenshot('text-hints');
    await hover.getByText('Show in Winnow').click();
    opened.dataset = await Dataset.shown(opened.editor, data);
    await opened.dataset.inspects(5);
  });

  it('leads from the walkthrough to the dataset that was in front', async () => {
    const { page } = opened.editor;
    await opened.editor.command('Welcome: Open Walkthrough', 'Get Started with Winnow');
    await page.getByText('See what is wrong').first().click();
    await opened.editor.screenshot('walkthrough');
    await page.getByRole('button', { name: 'Show Issues' }).click();
    opened.dataset = await Dataset.shown(opened.editor, data);
    await opened.dataset.page.getByRole('tab', { name: /^Issues/, selected: true }).waitFor();
    assert.deepEqual(opened.editor.violations(), []);
  });
});
