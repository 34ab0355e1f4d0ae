import assert from 'node:assert/strict';
import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Dataset, savedDecisions, until } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';
import { plainChecks } from './plainChecks.ts';
import { enginePid } from './enginePid.ts';

const rows = 120_000;
const filler = 'and a text that makes it long enough to take a while to read '.repeat(3);
const line = (id: number): string => `${id},${['yes', 'no', 'maybe'][id % 3]},text ${id % 1000} ${filler}\n`;
const header = 'id,label,text\n';

describe('a dataset that things happen to', { skip: process.platform === 'win32' }, () => {
  let workspace: Workspace;
  let editor: Editor;

  before(async () => {
    workspace = workspaceWith([], {
      'winnow.json': plainChecks,
      'large.csv': header + Array.from({ length: rows }, (_, index) => line(index + 1)).join(''),
      'log.csv': header + Array.from({ length: 500 }, (_, index) => line(index + 1)).join(''),
    });
    editor = await openEditor({ folder: workspace.folder });
  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  /** Kills the engine, and waits for the next one. */
  const stop = async (): Promise<void> => {
    const pid = enginePid(editor);
    process.kill(pid, 'SIGKILL');
    await until('there is another engine', () => ![0, pid].includes(enginePid(editor)));
  };
  const notSaved = (dataset: Dataset): Promise<void> => dataset.status('1 decision not saved');
  /** Sorted by label, with a row selected that is far down and excluded. */
  const isAsLeft = async (dataset: Dataset, row: number): Promise<void> => {
    await dataset.checked();
    await dataset.grid.locator('[aria-sort=ascending]').waitFor();
    await dataset.inspects(row);
    await dataset.settled();
    await until(
      `row ${row} is in sight, excluded`,
      async () =>
        (
          await dataset
            .row(row)
            .getAttribute('class', { timeout: 5000 })
            .catch(() => '')
        )?.includes('excluded') ?? false,
    );
    await notSaved(dataset);
  };

  it('is read from the start when the engine is killed while it loads', async () => {
    // A quick machine has read it by the time that its editor is found.
    const stopped = until('the engine reads', () => enginePid(editor) !== 0).then(stop);
    await editor.openAsDataset('large.csv');
    await stopped;
    await editor.page.getByText('The data engine stopped and was started again. No decision was lost.').first().waitFor();
    const dataset = await Dataset.shown(editor, 'large.csv');
    await dataset.checked();
    await dataset.viewRows('120,000 rows');
  });

  it('shows the same rows, sorted as they were, when the engine is killed between questions and in one', async () => {
    const dataset = await Dataset.shown(editor, 'large.csv');
    await dataset.grid.getByRole('columnheader').filter({ hasText: 'label' }).locator('.name').first().click();
    await dataset.grid.locator('[aria-sort=ascending]').waitFor();
    await dataset.settled();
    await dataset.grid.click({ position: { x: 200, y: 200 } });
    await dataset.press('Control+End');
    // The last of “yes”, in the order of the file.
    await dataset.inspects(rows);
    await dataset.press('x');
    await notSaved(dataset);
    await dataset.inspects(rows);
    await dataset.readAgainAfter(stop);
    await isAsLeft(dataset, rows);
    // Whoever reloads a dataset wants it tried again: what happened before is forgotten.
    await dataset.readAgainAfter(() => editor.command('Winnow: Reload Dataset'));
    await isAsLeft(dataset, rows);
    // A question is under way: the page that is scrolled to.
    await dataset.press('Control+Home', 'Control+End');
    await dataset.readAgainAfter(stop);
    await isAsLeft(dataset, rows);
  });

  it('says that the checks were stopped when the engine is killed during them, and keeps the rest', async () => {
    const dataset = await Dataset.shown(editor, 'large.csv');
    await dataset.readAgainAfter(() => editor.command('Winnow: Reload Dataset'));
    await isAsLeft(dataset, rows);
    await dataset.press('Control+Home');
    await dataset.page.getByRole('button', { name: /^Check/ }).first().click();
    await until('the checks run', async () => (await dataset.page.locator('[role=progressbar]').count()) > 0);
    await stop();
    await dataset.page.getByText('The data engine stopped while the checks ran.').waitFor();
    await dataset.viewRows('120,000 rows');
    await dataset.grid.locator('[aria-sort=ascending]').waitFor();
    await notSaved(dataset);
    await dataset.press('Control+End');
    await dataset.inspects(rows);
  });

  it('is not opened for ever by an engine that stops again and again, but when somebody tries again', async () => {
    const dataset = await Dataset.shown(editor, 'large.csv');
    const failed = dataset.page.locator('.failure').getByText('The data engine stopped several times');
    await editor.command('Winnow: Reload Dataset');
    for (let kills = 0; kills < 3; kills++) {
      assert.equal(await failed.isVisible(), false);
      await stop();
    }
    await failed.waitFor();
    await dataset.page.getByRole('button', { name: 'Try again' }).click();
    await isAsLeft(dataset, rows);
    await editor.command('View: Revert and Close Editor');
  });

  it('is told what became of the file: appended to, shorter, replaced, renamed and back', async () => {
    const path = workspace.path('log.csv');
    const dataset = await Dataset.open(editor, 'log.csv');
    const banner = (words: RegExp) => dataset.page.locator('.notice').getByText(words);
    const reload = async (count: string): Promise<void> => {
      assert.equal(await dataset.page.getByText('What is shown is the version read before').count(), 1);
      await dataset.page.getByRole('button', { name: 'Reload' }).click();
      await dataset.viewRows(count);
      await dataset.checked();
      await notSaved(dataset);
      await dataset.inspects(440);
      await until(
        'the row that was decided on is in sight',
        async () =>
          (
            await dataset
              .row(440)
              .getAttribute('class', { timeout: 5000 })
              .catch(() => '')
          )?.includes('excluded') ?? false,
      );
    };
    await dataset.select(2);
    await dataset.press('Control+End');
    await dataset.inspects(500);
    let row = 500;
    for (; row > 440; row -= 20) await dataset.press(...Array.from({ length: 20 }, () => 'ArrowUp'));
    await dataset.inspects(row);
    await dataset.press('x');
    await notSaved(dataset);
    await dataset.inspects(row + 1);
    await dataset.press('k');
    await dataset.inspects(row);

    appendFileSync(path, Array.from({ length: 100 }, (_, index) => line(501 + index)).join(''));
    await banner(/\d+ kB were appended to log\.csv\./).waitFor();
    await reload('600 rows');

    const content = workspace.read('log.csv');
    truncateSync(path, Buffer.byteLength(content.split('\n').slice(0, 451).join('\n')) + 1);
    await banner(/log\.csv is shorter now/).waitFor();
    await reload('450 rows');

    writeFileSync(`${path}.new`, header + Array.from({ length: 550 }, (_, index) => line(index + 1)).join(''));
    renameSync(`${path}.new`, path);
    await banner(/log\.csv was replaced by another file\./).waitFor();
    await reload('550 rows');

    renameSync(path, workspace.path('renamed.csv'));
    await banner(/log\.csv was renamed to renamed\.csv\./).waitFor();
    renameSync(workspace.path('renamed.csv'), path);
    await banner(/log\.csv was renamed/).waitFor({ state: 'hidden' });
    await notSaved(dataset);

    rmSync(path);
    await banner(/log\.csv was deleted, or moved to another folder\./).waitFor();
    writeFileSync(path, header + line(440));
    await banner(/log\.csv was replaced by another file\.|log\.csv was written anew\.|log\.csv is shorter now/).waitFor();
    await dataset.page.getByRole('button', { name: 'Reload' }).click();
    await dataset.viewRows('1 row');
    await dataset.press('Control+s');
    await until('the decision is saved', () => savedDecisions(workspace, 'log.csv').length === 1);
    assert.deepEqual(editor.violations(), []);
  });
});
