import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../../scripts/host/paths.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { Dataset, savedDecisions, until } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';
import { plainChecks } from './plainChecks.ts';

const config = JSON.stringify(
  { ...(JSON.parse(plainChecks) as object), taxonomy: ['delivery', 'billing', { name: 'refund', definition: 'Money that is owed.' }, 'login', 'returns', 'other'] },
  null, 2,
);

/** Labels are merged, the merged are merged, a name is changed and changed back, a part is split off: then all of it is applied. */
describe('labels that are changed again and again in the editor', { skip: process.platform === 'win32' }, () => {
  let workspace: Workspace;
  let editor: Editor;
  let dataset: Dataset;

  before(async () => {
    workspace = workspaceWith(['samples/support-tickets.parquet', 'samples/support-tickets.arrow'], { 'winnow.json': config });
    editor = await openEditor({ folder: workspace.folder });
  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  const taxonomy = (): string[] =>
    (JSON.parse(workspace.read('winnow.json')) as { taxonomy: (string | { name: string })[] }).taxonomy.map((label) => (typeof label === 'string' ? label : label.name));
  const said = (words: string): Promise<void> => dataset.page.locator('.status').getByText(words).first().waitFor();
  /** One step at a time. VS Code drops a key that comes while it goes back or forth, which the words of the step before cannot tell. */
  const turn = async (key: 'Control+z' | 'Control+y', words: string): Promise<void> => {
    const told = dataset.page.locator('.status').getByText(key === 'Control+z' ? /^Undone: / : /^Redone: /).filter({ hasText: words });
    await until(`${key} is taken: ${words}`, async () => {
      await dataset.press(key);
      return told.waitFor({ timeout: 5000 }).then(() => true, () => false);
    });
  };
  const relabel = async (rows: string): Promise<void> => {
    await dataset.page.getByRole('button', { name: `Relabel ${rows}`, exact: true }).click();
    await dataset.page.locator('dialog').waitFor({ state: 'detached' });
  };
  const merge = async (labels: readonly string[], to: string, rows: string): Promise<void> => {
    await editor.command('Winnow: Merge Labels…');
    for (const label of labels) await dataset.page.getByRole('checkbox', { name: new RegExp(`^${label} [\\d,]+$`) }).click();
    // The most frequent label comes into the field by itself; what is written before that would stand behind it.
    const name = dataset.page.getByRole('textbox', { name: 'New name' });
    await until('a name is suggested', async () => (await name.inputValue()) !== '');
    await name.fill(to);
    await editor.screenshot(`label-changes-merge-${to.replace(' ', '-')}`);
    await relabel(rows);
  };
  const one = async (command: 'Rename' | 'Split', label: string, fields: Readonly<Record<string, string>>, rows: string): Promise<void> => {
    await editor.command(`Winnow: ${command} Label…`);
    await dataset.page.locator('dialog vscode-dropdown').click();
    await dataset.page.getByRole('option', { name: label }).click();
    for (const [name, text] of Object.entries(fields)) await dataset.page.getByRole('textbox', { name }).fill(text);
    await relabel(rows);
  };

  const rowsOf = async (path: string): Promise<readonly (string | null)[][]> => {
    const session = await DatasetSession.open({ path, config: {}, memoryLimit: 512 });
    try {
      const keyed = await session.keys(Array.from({ length: session.table.records }, (_, index) => index + 1), ['text', 'category']);
      return keyed.map(({ cells }) => [...cells]);
    } finally {
      await session.close();
    }
  };
  const toast = (text: RegExp) => editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });

  it('keeps nothing in winnow.json of what is not saved when the tab is closed', async () => {
    dataset = await Dataset.open(editor, 'support-tickets.parquet');
    await merge(['refund', 'returns'], 'money back', '628 rows');
    await merge(['money back', 'billing'], 'payments', '1,093 rows');
    await said('payments: 1,093 rows');
    assert.deepEqual(taxonomy(), ['delivery', 'login', 'other', 'payments']);
    await editor.command('View: Close Editor');
    await editor.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Don\'t Save' }).click();
    await until('winnow.json is as it was', () => workspace.read('winnow.json') === config);
    await editor.page.locator('.tab', { hasText: 'support-tickets.parquet' }).waitFor({ state: 'detached' });
    assert.deepEqual(savedDecisions(workspace, 'support-tickets.parquet'), []);
  });

  for (const extension of ['parquet', 'arrow']) {
    const name = `support-tickets.${extension}`;

    it(`merges merged labels, renames one and back, and splits a part off: ${extension}`, async () => {
      workspace.write('winnow.json', config);
      dataset = await Dataset.open(editor, name);
      await merge(['refund', 'returns'], 'money back', '628 rows');
      await said('Merge refund, returns to money back: 628 rows');
      await merge(['money back', 'billing'], 'payments', '1,093 rows');
      await said('payments: 1,093 rows');
      await one('Rename', 'delivery (573)', { 'New name': 'shipping' }, '573 rows');
      await said('Rename delivery to shipping: 573 rows');
      await one('Rename', 'shipping (573)', { 'New name': 'delivery' }, '573 rows');
      await said('Rename shipping to delivery: 573 rows');
      await one('Split', 'payments (1,093)', { 'New label': 'refund', 'Rows that contain': 'invoice' }, '159 rows');
      await said('Split payments off to refund: 159 rows');
      await until('the taxonomy follows', () => taxonomy().join() === 'delivery,login,other,payments,refund');
      await editor.screenshot(`label-changes-${extension}`);
    });

    it(`takes back a step in the rows and in winnow.json, and makes it again: ${extension}`, async () => {
      const after = workspace.read('winnow.json');
      await turn('Control+z', 'Undone: Split payments off to refund: 159 rows');
      assert.deepEqual(taxonomy(), ['delivery', 'login', 'other', 'payments']);
      for (const [key, words] of [
        ['Control+z', 'Undone: Rename shipping to delivery: 573 rows'],
        ['Control+z', 'Undone: Rename delivery to shipping: 573 rows'],
        ['Control+z', 'payments: 1,093 rows'],
      ] as const) await turn(key, words);
      assert.deepEqual(taxonomy(), ['delivery', 'billing', 'login', 'other', 'money back']);
      await turn('Control+z', 'Undone: Merge refund, returns to money back: 628 rows');
      assert.equal(workspace.read('winnow.json'), config);
      for (const words of ['money back: 628 rows', 'payments: 1,093 rows', 'shipping: 573 rows', 'delivery: 573 rows', 'refund: 159 rows'])
        await turn('Control+y', words);
      assert.equal(workspace.read('winnow.json'), after);
    });

    it(`takes back neither where somebody has changed the taxonomy since, and both once that is mended: ${extension}`, async () => {
      const ours = workspace.read('winnow.json');
      const theirs = ours.replace('"login"', '"sign-in"');
      workspace.write('winnow.json', theirs);
      await dataset.press('Control+z');
      await toast(/was not undone, neither in the rows nor in winnow\.json/).waitFor();
      await editor.screenshot(`label-changes-refused-${extension}`);
      assert.equal(workspace.read('winnow.json'), theirs);
      await editor.command('Notifications: Clear All Notifications');
      workspace.write('winnow.json', ours);
      await dataset.select(1);
      await turn('Control+y', 'Redone: Split payments off to refund: 159 rows');
      await turn('Control+z', 'Undone: Split payments off to refund: 159 rows');
      assert.deepEqual(taxonomy(), ['delivery', 'login', 'other', 'payments']);
      await turn('Control+y', 'Redone: Split payments off to refund: 159 rows');
    });

    it(`writes what all of it comes to: ${extension}`, async () => {
      const before = await rowsOf(join(root, 'samples', name));
      await dataset.press('Control+s');
      await until('all is saved', async () => !(await editor.page.locator('.tab.dirty', { hasText: name }).isVisible()));
      await editor.command('Winnow: Apply Decisions…');
      await toast(/Apply to/).waitFor();
      await editor.screenshot(`label-changes-apply-${extension}`);
      await toast(/Apply to/).getByRole('button', { name: 'Apply', exact: true }).click();
      await until('the file is another', () => !readFileSync(workspace.path(name)).equals(readFileSync(join(root, 'samples', name))));
      await until('the apply is noted', () => savedDecisions(workspace, name).some(({ act, begun }) => act === 'apply' && begun === undefined));
      const merged = new Set(['refund', 'returns', 'billing']);
      const expected = before.map(([text = null, label = null]) =>
        label === null || !merged.has(label) ? [text, label] : [text, text?.toLowerCase().includes('invoice') ? 'refund' : 'payments']);
      assert.deepEqual(await rowsOf(workspace.path(name)), expected);
      dataset = await Dataset.shown(editor, name);
      await dataset.checked();
      await editor.command('Notifications: Clear All Notifications');
    });
  }
});
