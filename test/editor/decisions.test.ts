import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { Dataset, savedDecisions, until } from './dataset.ts';
import type { Editor } from './harness/openEditor.ts';
import { openSample } from './openSample.ts';

const data = 'support-tickets.csv';
const sidecar = `${data}.winnow.jsonl`;

describe('decisions in the editor', () => {
  const opened = openSample(data);

  const isDirty = (): Promise<boolean> => opened.editor.page.locator('.tab.dirty', { hasText: data }).isVisible();
  const dirty = (): Promise<void> => until('the tab has its dot', isDirty);
  const clean = (): Promise<void> => until('the tab is clean', async () => !(await isDirty()));
  /** Waits until the label of a row reads so; a decided one reads as the old label and the new one. */
  const label = (row: number, words: RegExp): Promise<void> =>
    until(`the label of row ${row} reads ${words}`, async () => words.test((await (await opened.dataset.cell(row, 'category')).innerText()).trim()));
  const saved = (): Record<string, unknown>[] => savedDecisions(opened.workspace, data);

  it('relabels a row with a digit and goes on to the next one', async () => {
    await opened.dataset.select(1);
    await opened.dataset.press('2');
    await opened.dataset.status('1 decision not saved');
    await opened.dataset.inspects(2);
    await label(1, /^delivery\s*billing$/);
    await dirty();
  });

  it('undoes and redoes with the keys of VS Code and with those of the labelling mode', async () => {
    await opened.dataset.press('Control+z');
    await clean();
    await label(1, /^delivery$/);
    await opened.dataset.status('Undone: Label row 1 billing');
    await opened.dataset.inspects(1);
    await opened.dataset.press('Control+y');
    await dirty();
    await opened.dataset.status('Redone: Label row 1 billing');
    await opened.dataset.press('j');
    await opened.dataset.inspects(2);
    await opened.dataset.press('u');
    await clean();
    await opened.dataset.inspects(1);
    await opened.dataset.press('Shift+U');
    await dirty();
  });

  it('saves the decision beside the file, by the key of its row', async () => {
    await opened.dataset.press('Control+s');
    await clean();
    assert.deepEqual(JSON.parse(opened.workspace.read(sidecar).split('\n')[0]!), { winnow: 1, dataset: data, key: ['id'] });
    const { id, at, ...decision } = saved()[0]!;
    assert.deepEqual(decision, {
      row: { id: 'T-10001' }, act: 'relabel', column: 'category', from: 'delivery', to: 'billing', by: 'Ada Lovelace <ada@example.org>', rowHint: 1,
    });
    assert.match(String(id), /^[0-9A-Z]{26}$/);
    assert.match(String(at), /^\d{4}-\d\d-\d\dT/);
  });

  it('stays dirty when something else is decided after a saved decision was undone', async () => {
    await opened.dataset.select(1);
    await opened.dataset.press('Control+z');
    await opened.dataset.status('1 decision not saved');
    await opened.dataset.press('x');
    await opened.dataset.status('2 decisions not saved');
    await dirty();
    await opened.dataset.press('Control+s');
    await clean();
    assert.deepEqual(saved().map(({ act }) => act), ['exclude']);
    await opened.dataset.select(1);
    await opened.dataset.press('Control+z');
    await dirty();
    await opened.dataset.press('Control+s');
    await until('the sidecar has no decision', () => saved().length === 0);
  });

  it('accepts, marks as ambiguous and excludes', async () => {
    await opened.dataset.select(3);
    await opened.dataset.press('a');
    await opened.dataset.inspects(4);
    await opened.dataset.press('m');
    await opened.dataset.inspects(5);
    await opened.dataset.press('x');
    await opened.dataset.status('3 decisions not saved');
    await opened.dataset.press('Control+s');
    await until('three decisions are saved', () => saved().length === 3);
    assert.deepEqual(
      saved().map(({ row, act }) => [(row as { id: string }).id, act]),
      [
        ['T-10003', 'accept'],
        ['T-10004', 'ambiguous'],
        ['T-10005', 'exclude'],
      ],
    );
  });

  it('takes in what others have written to the sidecar, and keeps what is not saved', async () => {
    await opened.dataset.select(7);
    await opened.dataset.press('3');
    await opened.dataset.status('1 decision not saved');
    const theirs = {
      row: { id: 'T-10009' },
      act: 'relabel',
      column: 'category',
      from: 'delivery',
      to: 'login',
      by: 'Grace Hopper <grace@example.org>',
      at: '2026-01-01T00:00:00Z',
      id: '01KDVTDA00AAAAAAAAAAAAAAAA',
    };
    opened.workspace.write(sidecar, `${opened.workspace.read(sidecar)}${JSON.stringify(theirs)}\n`);
    await label(9, /^delivery\s*login$/);
    await opened.dataset.status('1 decision not saved');
    await opened.dataset.press('Control+s');
    await until('five decisions are saved', () => saved().length === 5);
  });

  it('shows a conflict where the file no longer says what was decided upon', async () => {
    const stale = {
      row: { id: 'T-10011' },
      act: 'relabel',
      column: 'category',
      from: 'login',
      to: 'refund',
      by: 'Grace Hopper <grace@example.org>',
      at: '2026-01-01T00:00:00Z',
      id: '01KDVTDA00BBBBBBBBBBBBBBBB',
    };
    opened.workspace.write(sidecar, `${opened.workspace.read(sidecar)}${JSON.stringify(stale)}\n`);
    await opened.dataset.page.getByText(/1 decision disagrees with the file/).waitFor();
  });

  it('finds the decisions again after the tab was closed', async () => {
    await opened.editor.command('View: Close Editor');
    opened.dataset = await Dataset.open(opened.editor, data);
    await label(9, /^delivery\s*login$/);
    assert.equal(await isDirty(), false);
  });

  it('reverts to what is saved', async () => {
    await opened.dataset.select(12);
    await opened.dataset.press('2');
    await dirty();
    await opened.editor.command('File: Revert File');
    await clean();
    await label(12, /^delivery$/);
  });

  it('keeps unsaved decisions over a reload of the window', async () => {
    await opened.dataset.select(13);
    await opened.dataset.press('4');
    await opened.dataset.status('1 decision not saved');
    await until('the decision is backed up', () => backups(opened.editor).some((backup) => backup.includes('T-10013')));
    await opened.editor.command('Developer: Reload Window');
    opened.dataset = await reopened(opened.editor);
    await label(13, /^billing\s*login$/);
    await dirty();
    assert.ok(!opened.workspace.read(sidecar).includes('T-10013'));
  });

  it('shows a decision in every editor of the file', async () => {
    await opened.editor.command('View: Split Editor Right');
    const pages = (): Promise<Frame[]> => winnowPages(opened.editor);
    await until('there are two editors', async () => (await pages()).length === 2);
    await opened.dataset.grid.click({ position: { x: 100, y: 100 } });
    await opened.dataset.press('Control+Home');
    await opened.dataset.inspects(1);
    await opened.dataset.press('x');
    await until('both exclude the row', async () => {
      const excluded = await Promise.all((await pages()).map((page) => page.locator('.grid-row.excluded', { hasText: 'T-10001' }).count()));
      return excluded.every((count) => count === 1);
    });
    await opened.dataset.press('Control+z');
    await until('neither does', async () => {
      const excluded = await Promise.all((await pages()).map((page) => page.locator('.grid-row.excluded', { hasText: 'T-10001' }).count()));
      return excluded.every((count) => count === 0);
    });
  });

  it('writes nothing but the sidecar', () => {
    assert.equal(opened.workspace.git('status', '--porcelain').trim(), `?? ${sidecar}`);
    assert.ok(existsSync(opened.workspace.path(data)));
    assert.deepEqual(opened.editor.violations(), []);
  });
});

/** The backups of unsaved decisions that VS Code has had made. */
function backups(editor: Editor): string[] {
  const storage = join(editor.userData, 'User', 'workspaceStorage');
  if (!existsSync(storage)) return [];
  const files = readdirSync(storage, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && basename(entry.parentPath) === 'winnow.winnow',
  );
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

/** The pages of Winnow that are in the window. */
async function winnowPages(editor: Editor): Promise<Frame[]> {
  const pages: Frame[] = [];
  for (const frame of editor.page.frames()) if (await frame.locator('.grid-row').count().catch(() => 0)) pages.push(frame);
  return pages;
}

async function reopened(editor: Editor): Promise<Dataset> {
  const dataset = await Dataset.shown(editor, data);
  await dataset.checked();
  return dataset;
}
