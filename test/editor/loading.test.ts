import assert from 'node:assert/strict';
import { closeSync, openSync, writeSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Dataset } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';
import { plainChecks } from './plainChecks.ts';

const data = 'large.csv';
const rows = 1_500_000;
/** A load may take as long where other work goes on, in milliseconds. */
const patience = 90_000;

/** Some 280 MB: several pieces of a load, which takes longer than what is done meanwhile. */
function writeLarge(path: string): void {
  const file = openSync(path, 'w');
  writeSync(file, 'id,label,text,score\n');
  for (let first = 1; first <= rows; first += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, index) => {
      const row = first + index;
      return `${row},${row % 3 ? 'yes' : 'no'},"row ${row}: ${'a few words that make a text of it '.repeat(1 + (row % 8))}",${(row * 7919) % 10_007}\n`;
    });
    writeSync(file, lines.join(''));
  }
  closeSync(file);
}

describe('a large file while it loads', () => {
  let workspace: Workspace;
  let editor: Editor;

  before(async () => {
    workspace = workspaceWith([], { 'winnow.json': plainChecks });
    writeLarge(workspace.path(data));
    editor = await openEditor({ folder: workspace.folder });
  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  it('can be scrolled to its end before it is loaded', async () => {
    await editor.openAsDataset(data);
    const dataset = await Dataset.shown(editor, data);
    await dataset.page.locator('.samples .bar', { hasText: `${rows.toLocaleString('en')} rows so far` }).waitFor();
    await dataset.row(1).waitFor();
    await dataset.row(1).locator('[aria-colindex="2"]').click();
    await dataset.press('Control+End');
    await dataset.row(rows).waitFor();
    assert.match(await (await dataset.cell(rows, 'text')).innerText(), /^row 1500000: /);
    const words = await dataset.page.locator('.status .work').innerText();
    assert.match(words, /Finding rows|Loading rows|Reading columns/);
  });

  it('is left at what was read when loading is cancelled, and says so', async () => {
    const dataset = await Dataset.shown(editor, data);
    await dataset.page.locator('.status .work').getByText('Cancel').click();
    await dataset.page.locator('.status', { hasText: 'partial: ' }).waitFor({ timeout: patience });
    await dataset.page.locator('.notice', { hasText: 'was stopped' }).waitFor();
    assert.match(await dataset.page.locator('.header .facts').innerText(), /partial: (the first )?[\d,]+ rows/);
    await editor.screenshot('partial');
  });

  it('is read to its end on demand', async () => {
    const dataset = await Dataset.shown(editor, data);
    await dataset.page.locator('.notice').getByText('Load the rest').click();
    await dataset.page.locator('.header .facts', { hasText: /^1,500,000 rows ·/ }).waitFor({ timeout: patience });
    assert.equal(await dataset.page.locator('.notice', { hasText: 'was stopped' }).count(), 0);
    assert.doesNotMatch(await dataset.page.locator('.status').innerText(), /partial/);
  });
});
