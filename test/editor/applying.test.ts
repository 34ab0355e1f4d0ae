import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../scripts/host/paths.ts';
import { Dataset, savedDecisions, until } from './dataset.ts';
import { openSample } from './openSample.ts';

const data = 'support-tickets.csv';

describe('applying decisions in the editor', () => {
  const opened = openSample(data);
  const original = readFileSync(join(root, 'samples', data), 'utf8');
  const notification = (text: RegExp) => opened.editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  const numstat = (): string => opened.workspace.git('diff', '--numstat', '--', data).trim();
  const saved = (): Promise<void> => until('the tab has no dot', async () => !(await opened.editor.page.locator('.tab.dirty', { hasText: data }).isVisible()));
  const undoApply = async (): Promise<void> => {
    await opened.editor.command('Winnow: Undo Last Apply');
    await until('nothing differs', () => numstat() === '');
    opened.dataset = await Dataset.shown(opened.editor, data);
    await opened.dataset.status('3 rows decided');
  };
  const changedLines = (sign: '+' | '-'): string[] =>
    opened.workspace
      .git('diff', '--unified=0', '--', data)
      .split('\n')
      .filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)));

  it('has three flagged labels fixed and saved', async () => {
    await opened.dataset.tab('Issues');
    await opened.dataset.page.locator('tr[data-check="label-variant"]').click();
    await opened.dataset.page.locator('.issue-detail').getByText('row 191 and 2 more').click();
    await opened.dataset.viewRows('3 of 2,000 rows');
    for (const [done, row] of [191, 420, 1381].entries()) {
      await opened.dataset.inspects(row);
      await opened.dataset.press('2');
      await opened.dataset.status(new RegExp(`^${done + 1} decisions? not saved`));
    }
    await opened.dataset.page.getByText('Show all rows').click();
    await opened.dataset.viewRows('2,000 rows');
    await opened.dataset.press('Control+Home');
    await opened.dataset.inspects(1);
    await opened.dataset.press('j', 'j');
    await opened.dataset.inspects(3);
    await opened.dataset.press('Control+s');
    await until('the decisions are saved', () => savedDecisions(opened.workspace, data).length === 3);
    assert.equal(opened.workspace.read(data), original);
  });

  it('shows what changes, and writes it when it is told to', async () => {
    await opened.editor.command('Winnow: Apply Decisions…');
    const question = notification(/Apply to support-tickets\.csv\?/);
    await question.waitFor();
    await opened.editor.page.locator('.monaco-diff-editor').waitFor();
    assert.match(await question.innerText(), /3 cells in 3 rows of support-tickets\.csv change\./);
    assert.equal(numstat(), '');
    await opened.editor.screenshot('apply-diff');
    await question.getByRole('button', { name: 'Apply', exact: true }).click();
    await until('three lines have changed', () => numstat() === `3\t3\t${data}`);
    assert.deepEqual(
      [changedLines('-').every((line) => line.includes(',Billing,')), changedLines('+').every((line) => line.includes(',billing,'))],
      [true, true],
    );
  });

  it('reads the file again, where it was, without saying that it changed', async () => {
    opened.dataset = await Dataset.shown(opened.editor, data);
    await opened.dataset.checked();
    await opened.dataset.settled();
    await opened.dataset.inspects(3);
    assert.equal(await opened.dataset.page.getByText(/was replaced by another file|was written anew/).count(), 0);
    await opened.editor.screenshot('apply-done');
    assert.deepEqual(savedDecisions(opened.workspace, data).map(({ act }) => act).sort(), ['apply', 'relabel', 'relabel', 'relabel']);
  });

  it('puts the file back when the apply is undone, and the decisions wait again', async () => {
    await undoApply();
    assert.equal(opened.workspace.read(data), original);
  });

  it('is a step of its own on the undo stack, above the decisions', async () => {
    await opened.dataset.checked();
    await opened.editor.command('Winnow: Apply Decisions…');
    await notification(/Apply to support-tickets\.csv\?/).getByRole('button', { name: 'Apply', exact: true }).click();
    await until('three lines have changed', () => numstat() === `3\t3\t${data}`);
    opened.dataset = await Dataset.shown(opened.editor, data);
    await opened.dataset.checked();
    await opened.dataset.press('Control+z');
    await notification(/is as it was before the decisions were applied/).waitFor();
    assert.equal(numstat(), '');
    await saved();
    opened.dataset = await Dataset.shown(opened.editor, data);
    await opened.dataset.status('3 rows decided');
    await opened.dataset.press('Control+y');
    await until('three lines have changed again', () => numstat() === `3\t3\t${data}`);
    opened.dataset = await Dataset.shown(opened.editor, data);
    await opened.dataset.checked();
    await saved();
    await undoApply();
    await opened.editor.command('Notifications: Clear All Notifications');
  });

  it('asks above the diff too, where the question stays as long as the diff', async () => {
    await opened.dataset.checked();
    await opened.editor.command('Winnow: Apply Decisions…');
    await notification(/Apply to support-tickets\.csv\?/).waitFor();
    await opened.editor.page.locator('.editor-actions [aria-label*="Apply These Changes"]').click();
    await until('three lines have changed', () => numstat() === `3\t3\t${data}`);
    await opened.editor.page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
    await saved();
    await undoApply();
    await opened.editor.command('Notifications: Clear All Notifications');
  });

  it('leaves a file alone that changed since it was read', async () => {
    await opened.dataset.checked();
    await opened.editor.command('Winnow: Apply Decisions…');
    const question = notification(/Apply to support-tickets\.csv\?/);
    await question.waitFor();
    opened.workspace.write(data, original.replace('delivery', 'billing'));
    await question.getByRole('button', { name: 'Apply', exact: true }).click();
    await notification(/has changed since it was read/).waitFor();
    assert.equal(opened.workspace.read(data), original.replace('delivery', 'billing'));
    assert.deepEqual(opened.editor.violations(), []);
  });
});
