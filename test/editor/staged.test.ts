import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { root } from '../../scripts/host/paths.ts';
import { until } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';

const data = 'opinions.csv';
const rows = Array.from(
  { length: 24 },
  (_, at) =>
    `${at + 1},${['A fine', 'One poor', 'Some plain', 'That odd'][at % 4]} thing in room ${at + 1},${at % 2 === 0 ? 'pos' : 'neg'}`,
);
const csvOf = (lines: readonly string[]): string => ['id,text,label', ...lines, ''].join('\n');

describe('checking what is staged from Source Control', () => {
  let workspace: Workspace;
  let editor: Editor;
  const problems = (): Locator => editor.page.locator('.markers-panel');
  const notification = (text: string | RegExp): Locator => editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });

  before(async () => {
    workspace = workspaceWith([], { [data]: csvOf(rows) });
    editor = await openEditor({ folder: workspace.folder });
  });
  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  it('says so where nothing is changed', async () => {
    await editor.command('Winnow: Check Changed Datasets');
    await notification('No dataset differs from what is committed').waitFor();
    await editor.command('Notifications: Clear All Notifications');
  });

  it('tells what a commit would bring: in a notification, under Problems and as a badge', async () => {
    workspace.write(data, csvOf([...rows, `99,${rows[0]!.split(',')[1]},neg`]));
    workspace.git('add', data);
    await editor.page.keyboard.press('Control+Shift+g');
    await editor.page.locator('.scm-view').first().waitFor();
    await editor.page.locator('.pane-header, .title-actions, .scm-view').getByRole('button', { name: /Check Changed Datasets/ }).first().click();
    await notification('The staged datasets bring 1 error.').waitFor();
    await notification('The staged datasets bring 1 error.').getByRole('button', { name: 'Show Problems' }).click();
    await problems().getByText('Rows 1 and 25 have the same').waitFor();
    await editor.screenshot('staged-check');
    await editor.page.locator('.activitybar .action-item[aria-label^="Winnow"] .badge-content').getByText('1').waitFor();
  });

  it('tells what is changed and not staged beside it, and says which is which', async () => {
    workspace.write('more.csv', csvOf([...rows, `77,${rows[3]!.split(',')[1]},pos`]));
    await editor.command('Notifications: Clear All Notifications');
    await editor.command('Winnow: Check Changed Datasets');
    await notification(/The staged datasets bring 1 error\. What is changed and not staged brings 1 error: more\.csv\./).waitFor();
    await editor.command('Problems: Focus on Problems View');
    await problems().getByText('Rows 4 and 25 have the same').waitFor();
    await problems().getByText('Winnow (not staged)').first().waitFor();
    await editor.screenshot('unstaged-check');
    rmSync(join(workspace.folder, 'more.csv'));
  });

  it('runs as a task, whose lines become problems', async () => {
    await editor.command('Tasks: Run Task');
    const choice = (text: string): Locator => editor.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
    await editor.page.keyboard.type('winnow');
    await choice('winnow').click();
    await choice('check staged datasets').click();
    await editor.page.getByText('check staged datasets - Task').waitFor();
    await editor.command('Problems: Focus on Problems View');
    await problems().locator('.monaco-list-row').filter({ hasText: 'Rows 1 and 25 have the same' }).nth(1).waitFor();
  });

  it('stops a commit through the hook, with a message that names the rows, and lets a mended one pass', async () => {
    execFileSync(process.execPath, [join(root, 'dist', 'cli.js'), 'hook', 'install'], { cwd: workspace.folder });
    const commit = async (message: string): Promise<void> => {
      await editor.page.keyboard.press('Control+Shift+g');
      await editor.page.locator('.scm-input .monaco-editor').click();
      await editor.page.keyboard.press('Control+a');
      await editor.page.keyboard.type(message);
      await editor.page.keyboard.press('Control+Enter');
    };
    await commit('A conflict of labels');
    await editor.page.locator('.monaco-dialog-box, .notification-list-item').filter({ hasText: 'Rows 1 and 25 have the same' }).first().waitFor();
    await editor.screenshot('staged-stopped');
    assert.equal(workspace.git('rev-list', '--count', 'HEAD').trim(), '1');
    await editor.page.keyboard.press('Escape');
    workspace.write(data, csvOf([...rows, '99,A word on doors,neg']));
    workspace.git('add', data);
    await commit('One opinion more');
    await until('the commit is made', () => workspace.git('rev-list', '--count', 'HEAD').trim() === '2');
    assert.deepEqual(editor.violations(), []);
  });
});
