import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../../scripts/host/paths.ts';
import { until } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';

describe('datasets under git', () => {
  let workspace: Workspace;
  let editor: Editor;

  const changed = (name: string): ReturnType<Editor['page']['locator']> =>
    editor.page.locator('.scm-view .monaco-list-row').filter({ has: editor.page.getByText(name, { exact: true }) });

  before(async () => {
    workspace = workspaceWith(['samples/support-tickets.csv', 'samples/support-tickets.parquet']);
    workspace.write('support-tickets.csv', workspace.read('support-tickets.csv').replace('T-10001', 'T-00001'));
    workspace.write('support-tickets.parquet', readFileSync(join(root, 'samples', 'clean', 'support-tickets.parquet')));
    editor = await openEditor({ folder: workspace.folder });
    await editor.page.keyboard.press('Control+Shift+g');

  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  it('leaves the diff of a text format to VS Code', async () => {
    await changed('support-tickets.csv').click();
    await editor.page.locator('.monaco-diff-editor').waitFor();
    await editor.page.locator('.monaco-diff-editor .editor.modified').getByText('T-00001').waitFor();
    await editor.command('View: Close All Editors');
  });

  it('shows the committed version of a columnar file, read-only, beside the one on disk', async () => {
    await changed('support-tickets.parquet').click();
    await until('both versions are read', async () => (await versions(editor)).filter((rows) => /rows/.test(rows)).length === 2);
    await editor.screenshot('versions');
    assert.ok((await versions(editor)).some((facts) => facts.includes('read-only')));
    await editor.command('View: Close All Editors');
  });
});

/** What the header of each Winnow page says. */
async function versions(editor: Editor): Promise<string[]> {
  const facts: string[] = [];
  for (const frame of editor.page.frames()) {
    const header = frame.locator('.header .facts');
    if (await header.count().catch(() => 0)) facts.push(await header.innerText().catch(() => ''));
  }
  return facts;
}
