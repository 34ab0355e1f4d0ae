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
    assert.match(opened.workspace.read(`${data}.report.html`), /No decisions were made in review/);
    await opened.editor.screenshot('report-written');
  });

  it('counts in the report what is decided and not saved yet, and says so', async () => {
    await opened.dataset.select(2);
    await opened.dataset.press('x');
    await opened.dataset.status('1 decision not saved');
    await opened.editor.command('Winnow: Write Report…');
    const field = page().locator('.quick-input-widget .quick-input-box input');
    await until('the dialog offers a name', async () => (await field.inputValue()).endsWith(`${data}.report.html`));
    await field.fill(opened.workspace.path('again.report.html'));
    await field.press('Enter');
    await toast(/again\.report\.html is written\. One decision that counts in it is not saved yet\./).waitFor();
    const text = opened.workspace.read('again.report.html');
    assert.match(text, /Decided in review by 1 person: exclude 1/);
    assert.match(text, /One decision that counts here was not saved beside the dataset/);
    assert.ok(!existsSync(opened.workspace.path(`${data}.winnow.jsonl`)));
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
