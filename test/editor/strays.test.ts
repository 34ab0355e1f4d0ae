import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Dataset, savedDecisions, until } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';
import { plainChecks } from './plainChecks.ts';

const decision = (row: number, label: string): string =>
  `{"row":{"id":"${row}"},"act":"relabel","column":"label","from":"${label}","to":"other","at":"2026-01-01T00:00:00Z","id":"01J${String(row).padStart(23, '0')}"}`;
const labelOf = (row: number): string => (row % 2 ? 'yes' : 'no');
const rows = Array.from({ length: 30 }, (_, index) => index + 1);
const data = `id,label,text\n${rows.map((row) => `${row},${labelOf(row)},text ${row}`).join('\n')}\n`;
const decided = (...on: number[]): string => ['{"winnow":1,"dataset":"former.csv","key":["id"]}', ...on.map((row) => decision(row, labelOf(row)))].join('\n');

describe('a dataset that another program has renamed', { skip: process.platform === 'win32' }, () => {
  let workspace: Workspace;
  let editor: Editor;

  before(async () => {
    workspace = workspaceWith([], {
      'winnow.json': plainChecks,
      'former.csv': data,
      'former.csv.winnow.jsonl': `${decided(1, 2, 3)}\n`,
      'strange.csv': data.replaceAll('yes', 'maybe').replaceAll('no', 'never'),
    });
    editor = await openEditor({ folder: workspace.folder });
    renameSync(workspace.path('former.csv'), workspace.path('latter.csv'));
  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  const offer = (dataset: Dataset, name = 'former.csv.winnow.jsonl'): ReturnType<Dataset['page']['getByRole']> =>
    dataset.page.getByRole('button', { name: `Use the decisions in ${name}` });

  it('has its decisions offered, and nothing taken until somebody says so', async () => {
    const dataset = await Dataset.open(editor, 'latter.csv');
    await dataset.page.getByText('“former.csv” is not there any more, and what was decided on 3 rows of it fits this file. Is it the same file?').waitFor();
    await dataset.page.locator('.status', { hasText: 'rows decided' }).waitFor({ state: 'detached' });
    assert.ok(existsSync(workspace.path('former.csv.winnow.jsonl')));
    assert.ok(!existsSync(workspace.path('latter.csv.winnow.jsonl')));
  });

  it('keeps what was decided meanwhile when it takes them', async () => {
    const dataset = await Dataset.shown(editor, 'latter.csv');
    await dataset.select(5);
    await dataset.press('x');
    await dataset.status('1 decision not saved');
    await dataset.press('Control+s');
    await until('the decision is saved', () => savedDecisions(workspace, 'latter.csv').length === 1);
    await dataset.select(7);
    await dataset.press('x');
    await dataset.status('1 decision not saved');
    await offer(dataset).focus();
    await dataset.press('Enter');
    await dataset.status('5 rows decided');
    await offer(dataset).waitFor({ state: 'detached' });
    assert.equal(savedDecisions(workspace, 'latter.csv').length, 4);
    assert.ok(!existsSync(workspace.path('former.csv.winnow.jsonl')));
    await dataset.page.locator('.notice').waitFor({ state: 'detached' });
    await dataset.page.getByRole('grid').first().focus();
    await dataset.press('Control+s');
    await until('what was not saved is saved beside them', () => savedDecisions(workspace, 'latter.csv').length === 5);
    await editor.command('View: Close All Editors');
  });

  it('has those offered that it left in another folder, and those refused whose file is there again', async () => {
    mkdirSync(workspace.path('archive'));
    workspace.write('archive/moved.csv.winnow.jsonl', `${decided(1, 2)}\n`);
    workspace.write('moved.csv', data);
    const dataset = await Dataset.open(editor, 'moved.csv');
    await offer(dataset, 'archive/moved.csv.winnow.jsonl').waitFor();
    workspace.write('archive/moved.csv', data);
    await offer(dataset, 'archive/moved.csv.winnow.jsonl').click();
    await dataset.page.getByText('moved.csv is there again, so the decisions in moved.csv.winnow.jsonl stay its own.').waitFor();
    assert.ok(!existsSync(workspace.path('moved.csv.winnow.jsonl')));
    renameSync(workspace.path('archive/moved.csv'), workspace.path('archive/gone.txt'));
    await offer(dataset, 'archive/moved.csv.winnow.jsonl').click();
    await dataset.status('2 rows decided');
    assert.ok(!existsSync(workspace.path('archive/moved.csv.winnow.jsonl')));
    await editor.command('View: Close All Editors');
  });

  it('is offered none that do not fit its rows', async () => {
    workspace.write('former.csv.winnow.jsonl', `${decided(1, 2, 3)}\n`);
    const dataset = await Dataset.open(editor, 'strange.csv');
    await dataset.status('checked in');
    assert.equal(await offer(dataset).count(), 0);
    const fitting = await Dataset.open(editor, 'moved.csv');
    assert.equal(await offer(fitting).count(), 0, 'it has decisions of its own');
  });
});
