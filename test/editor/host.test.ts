import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';

describe('the VS Code that the tests run in', () => {
  let workspace: Workspace;
  let editor: Editor;

  before(async () => {
    workspace = workspaceWith([], { 'größe 1.csv': 'id,label\n1,a\n2,b\n' });
    editor = await openEditor({ folder: workspace.folder });
  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  it('shows the files of the folder', async () => {
    await editor.file('größe 1.csv').waitFor();
  });

  it('starts in the theme it was asked for and changes it', async () => {
    await editor.page.locator('.monaco-workbench.vs-dark').first().waitFor();
    await editor.setTheme('light');
    await editor.setTheme('hc');
    await editor.setTheme('dark');
  });

  it('runs a command from the palette', async () => {
    await editor.command('View: Toggle Panel Visibility');
    await editor.page.locator('.part.panel').waitFor();
    assert.ok(await editor.page.locator('.part.panel').isVisible());
    await editor.command('View: Toggle Panel Visibility');
  });

  it('keeps what is open when the window is loaded anew', async () => {
    await editor.file('größe 1.csv').dblclick();
    await editor.page.locator('.tab.active').filter({ hasText: 'größe 1.csv' }).waitFor();
    await editor.reload();
    await editor.page.locator('.tab.active').filter({ hasText: 'größe 1.csv' }).waitFor();
  });

  it('opens a file in Winnow and refuses nothing that Winnow shows', async () => {
    await editor.openAsDataset('größe 1.csv');
    const webview = await editor.webview();
    await webview.locator('body[data-winnow]').waitFor();
    assert.deepEqual(editor.violations(), []);
    await editor.screenshot('host');
  });
});
