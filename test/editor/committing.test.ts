import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../scripts/host/paths.ts';
import { savedDecisions, until } from './dataset.ts';
import { openSample } from './openSample.ts';

const data = 'support-tickets.csv';

/** From three flagged labels to a commit, and a bad commit that is stopped: what Winnow is for, in one piece. */
describe('from flagged labels to a commit', () => {
  const opened = openSample(data);
  const notification = (text: RegExp) => opened.editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  const commits = (): number => Number(opened.workspace.git('rev-list', '--count', 'HEAD'));
  const commit = async (message: string): Promise<void> => {
    // VS Code asks a question where it has not seen yet that something is staged.
    await opened.editor.command('Git: Refresh');
    await opened.editor.page.keyboard.press('Control+Shift+g');
    await opened.editor.page.locator('.scm-view .monaco-list-row').filter({ hasText: 'Staged Changes' }).waitFor();
    await opened.editor.page.locator('.scm-input .monaco-editor').click();
    await opened.editor.page.keyboard.press('Control+a');
    await opened.editor.page.keyboard.type(message);
    await opened.editor.page.keyboard.press('Control+Enter');
  };

  it('fixes three flagged labels, saves them, and applies them', async () => {
    await opened.dataset.tab('Issues');
    await opened.dataset.page.locator('tr[data-check="label-variant"]').click();
    await opened.dataset.page.locator('.issue-detail').getByText('row 191 and 2 more').click();
    await opened.dataset.viewRows('3 of 2,000 rows');
    for (const row of [191, 420, 1381]) {
      await opened.dataset.inspects(row);
      await opened.dataset.press('2');
    }
    await opened.dataset.status('3 decisions not saved');
    await opened.dataset.press('Control+s');
    await until('the decisions are saved', () => savedDecisions(opened.workspace, data).length === 3);
    await opened.editor.command('Winnow: Apply Decisions…');
    await notification(/Apply to support-tickets\.csv\?/).getByRole('button', { name: 'Apply', exact: true }).click();
    await until('three lines have changed', () => opened.workspace.git('diff', '--numstat', '--', data).trim() === `3\t3\t${data}`);
    await notification(/Applied to support-tickets\.csv/).waitFor();
  });

  it('shows the three lines in Source Control', async () => {
    await opened.editor.command('View: Close All Editors');
    await opened.editor.page.keyboard.press('Control+Shift+g');
    await opened.editor.page.locator('.scm-view .monaco-list-row').filter({ has: opened.editor.page.getByText(data, { exact: true }) }).click();
    const diff = opened.editor.page.locator('.monaco-diff-editor');
    await diff.waitFor();
    await diff.locator('.editor.modified .line-insert').first().waitFor();
    await diff.locator('.editor.original .line-delete').first().waitFor();
    await opened.editor.screenshot('commit-diff');
  });

  it('finds nothing new in what is staged, and commits it through the hook', async () => {
    execFileSync(process.execPath, [join(root, 'dist', 'cli.js'), 'hook', 'install'], { cwd: opened.workspace.folder });
    opened.workspace.git('add', '--all');
    await opened.editor.command('Winnow: Check Changed Datasets');
    await notification(/The staged dataset .* nothing new/).waitFor();
    await opened.editor.screenshot('commit-checked');
    await commit('Three tickets were about billing');
    await until('the commit is made', () => commits() === 2);
  });

  it('stops a commit that brings the same text under two labels, and names the rows', async () => {
    const lines = opened.workspace.read(data).split('\n');
    const twin = lines.findLast((line) => line.startsWith('T-') && line.includes(',login,'))!;
    const rows = (text: string): number[] => [...text.matchAll(/\b1,\d{3}\b|\b2,\d{3}\b/g)].map(([number]) => Number(number.replace(',', '')));
    opened.workspace.write(data, [...lines.slice(0, -1), twin.replace(/^T-\d+/, 'T-99999').replace(',login,', ',refund,'), ''].join('\n'));
    opened.workspace.git('add', data);
    await commit('A ticket more');
    const refusal = opened.editor.page.locator('.monaco-dialog-box, .notification-list-item').filter({ hasText: /have the same/ }).first();
    await refusal.waitFor();
    assert.ok(rows(await refusal.innerText()).includes(2001), await refusal.innerText());
    await opened.editor.screenshot('commit-stopped');
    assert.equal(commits(), 2);
    assert.deepEqual(opened.editor.violations(), []);
  });
});
