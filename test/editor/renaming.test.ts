import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Dataset, savedDecisions, until } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';
import { plainChecks } from './plainChecks.ts';

describe('a dataset that is renamed', { skip: process.platform === 'win32' }, () => {
  let workspace: Workspace;
  let editor: Editor;

  before(async () => {
    workspace = workspaceWith(['samples/support-tickets.csv', 'samples/support-tickets.parquet'], { 'winnow.json': plainChecks });
    editor = await openEditor({ folder: workspace.folder });
  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  for (const extension of ['csv', 'parquet']) {
    it(`takes along what was decided, saved or not, and stays a dataset: ${extension}`, async () => {
      const name = `support-tickets.${extension}`;
      const renamed = `tickets.${extension}`;
      let dataset = await Dataset.open(editor, name);
      await dataset.checked();
      await dataset.select(1);
      await dataset.press('2');
      await dataset.status('1 decision not saved');
      await dataset.press('Control+s');
      await until('the first decision is saved', () => savedDecisions(workspace, name).length === 1);
      await dataset.select(3);
      await dataset.press('2');
      await dataset.status('1 decision not saved');

      await editor.rename(name, renamed);
      dataset = await Dataset.shown(editor, renamed);
      await dataset.status('2 rows decided');
      assert.equal(savedDecisions(workspace, renamed).length, 2);
      assert.ok(!existsSync(workspace.path(`${name}.winnow.jsonl`)));
      await dataset.select(5);
      await dataset.press('2');
      await dataset.status('1 decision not saved');
      await dataset.press('Control+s');
      await until('what is decided then is saved under the new name', () => savedDecisions(workspace, renamed).length === 3);
      await editor.page.locator('.tab', { hasText: renamed }).nth(1).waitFor({ state: 'detached' });
    });
  }
});
