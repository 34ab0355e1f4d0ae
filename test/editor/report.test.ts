import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { until } from './dataset.ts';
import { openSample } from './openSample.ts';

const data = 'support-tickets.csv';

describe('writing about a dataset', () => {
  const opened = openSample(data);
  const page = () => opened.editor.page;
  const toast = (words: RegExp) => page().locator('.notifications-toasts .notification-list-item').filter({ hasText: words }).first();

  it('writes the report where the person says, and offers to open it', async () => {
    await opened.editor.command('Winnow: Write Report…');
    const field = page().locator('.quick-input-widget .quick-input-box input');
    await until('the dialog offers a name', async () => (await field.inputValue()).endsWith(`${data}.report.html`));
    await field.press('Enter');
    await toast(/report\.html is written/).waitFor();
    assert.match(opened.workspace.read(`${data}.report.html`), /<h2 id="quality-title">Label quality<\/h2>/);
    await opened.editor.screenshot('report-written');
  });

  it('writes the card and shows it', async () => {
    await opened.editor.command('Winnow: Write Dataset Card');
    await page().locator('.tab', { hasText: `${data}.card.md` }).waitFor();
    await toast(/card\.md: written/).waitFor();
    assert.match(opened.workspace.read(`${data}.card.md`), /^## Label quality$/m);
    assert.ok(existsSync(opened.workspace.path(`${data}.croissant.json`)));
    await opened.editor.screenshot('card-written');
    assert.deepEqual(opened.editor.violations(), []);
  });
});
