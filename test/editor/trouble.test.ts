import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Dataset, savedDecisions, until } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';
import { enginePid } from './enginePid.ts';

const data = 'support-tickets.csv';
const lines = (count: number): string => Array.from({ length: count }, (_, index) => `${index + 1},${index % 2 ? 'yes' : 'no'},text ${index}`).join('\n');

describe('what goes wrong with a file', () => {
  let workspace: Workspace;
  let editor: Editor;

  const failure = async (name: string): Promise<string> => {
    await editor.openAsDataset(name);
    const dataset = await Dataset.shown(editor, name);
    return dataset.page.locator('.failure').innerText();
  };
  const label = (dataset: Dataset, row: number, words: RegExp): Promise<void> =>
    until(`the label of row ${row} reads ${words}`, async () => words.test((await (await dataset.cell(row, 'category')).innerText()).trim()));

  before(async () => {
    workspace = workspaceWith([`samples/${data}`, 'samples/support-tickets.parquet'], {
      'small.csv': `id,label,text\n${lines(30)}\n`,
      'empty.csv': '',
      'header.csv': 'id,label\n',
      'picture.csv': Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex'),
      'cut.parquet': Buffer.from('PAR1 not really'),
      'object.json': '{"a": 1}',
    });
    editor = await openEditor({ folder: workspace.folder });
  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  it('is said in place of the rows when a file is empty, cut off or of the wrong kind', async () => {
    assert.match(await failure('empty.csv'), /empty\.csv cannot be shown[^]*empty\.csv is empty/);
    assert.match(await failure('picture.csv'), /picture\.csv is not text: it looks like/);
    assert.match(await failure('cut.parquet'), /cut\.parquet/);
    assert.match(await failure('object.json'), /object\.json/);
    await editor.screenshot('failure');
    await editor.command('View: Close All Editors');
  });

  it('leaves a file with a header alone without rows', async () => {
    await editor.openAsDataset('header.csv');
    const dataset = await Dataset.shown(editor, 'header.csv');
    await dataset.page.getByText('The file has no rows.').waitFor();
    await editor.command('View: Close All Editors');
  });

  it('is read again when the person mends it and tries again', async () => {
    await failure('empty.csv');
    workspace.write('empty.csv', `id,label,text\n${lines(3)}\n`);
    const dataset = await Dataset.shown(editor, 'empty.csv');
    await dataset.page.getByRole('button', { name: 'Try again' }).click();
    await dataset.viewRows('3 rows');
    await editor.command('View: Close All Editors');
  });

  it('is told when the file changes on disk, and keeps the decisions', async () => {
    const dataset = await Dataset.open(editor, 'small.csv');
    await dataset.select(3);
    await dataset.press('x');
    await dataset.status('1 decision not saved');
    workspace.write('small.csv', `id,label,text\n0,yes,before all others\n${lines(30)}\n`);
    await dataset.page.getByText(/small\.csv was written anew\./).waitFor();
    await dataset.page.getByRole('button', { name: 'Reload' }).click();
    await dataset.viewRows('31 rows');
    await dataset.status('1 decision not saved');
    await until('the excluded row is found by its key', async () => (await dataset.row(4).getAttribute('class'))?.includes('excluded') ?? false);
    await dataset.press('Control+s');
    await until('the decision is saved', () => savedDecisions(workspace, 'small.csv').length === 1);
  });

  it('is told when the file is deleted, while what was read stays', async () => {
    const dataset = await Dataset.shown(editor, 'small.csv');
    rmSync(workspace.path('small.csv'));
    await dataset.page.getByText(/small\.csv was deleted, or moved to another folder\./).waitFor();
    await dataset.select(2);
    await dataset.inspects(2);
    await dataset.page.getByRole('button', { name: 'Reload' }).click();
    await dataset.page.locator('.failure').getByText('small.csv', { exact: false }).first().waitFor();
    await editor.command('View: Close All Editors');
  });

  it('is told of a damaged line of the sidecar, which is kept', async () => {
    const sidecar = `${data}.winnow.jsonl`;
    const good = {
      row: { id: 'T-10002' },
      act: 'relabel',
      column: 'category',
      from: 'delivery',
      to: 'login',
      at: '2026-01-01T00:00:00Z',
      id: '01KDVTDA00CCCCCCCCCCCCCCCC',
    };
    workspace.write(sidecar, `{"winnow":1,"dataset":"${data}","key":["id"]}\n{"row":{"id":"T-1\n${JSON.stringify(good)}\n`);
    const dataset = await Dataset.open(editor, data);
    await dataset.page.getByText(/Line 2 of support-tickets\.csv\.winnow\.jsonl could not be read/).waitFor();
    await label(dataset, 2, /^delivery\s*login$/);
    await dataset.select(1);
    await dataset.press('x');
    await dataset.status('1 decision not saved');
    await dataset.press('Control+s');
    await until('the decision is saved', () => workspace.read(sidecar).includes('T-10001'));
    assert.match(workspace.read(sidecar), /\{"row":\{"id":"T-1\n/);
  });

  it('is told of a sidecar that cannot be read, until it can be', async () => {
    workspace.write('apart.csv', `id,label,text\n${lines(30)}\n`);
    workspace.write('apart.csv.winnow.jsonl/inside', '');
    const dataset = await Dataset.open(editor, 'apart.csv');
    const notice = dataset.page.getByText(/Could not read the decisions: .*apart\.csv\.winnow\.jsonl/);
    await notice.waitFor();
    rmSync(workspace.path('apart.csv.winnow.jsonl'), { recursive: true });
    workspace.write('apart.csv.winnow.jsonl', '{"winnow":1,"dataset":"apart.csv","key":["id"]}\n');
    await notice.waitFor({ state: 'hidden' });
    await editor.command('View: Close Editor');
  });

  it('survives the end of the engine: nothing that was decided is lost', { skip: process.platform === 'win32' }, async () => {
    const dataset = await Dataset.shown(editor, data);
    await dataset.select(5);
    await dataset.press('2');
    await dataset.status('1 decision not saved');
    await dataset.readAgainAfter(async () => void process.kill(enginePid(editor), 'SIGKILL'));
    await editor.page.getByText('The data engine stopped and was started again. No decision was lost.').first().waitFor();
    await dataset.checked();
    await label(dataset, 5, /^login\s*billing$/);
    await label(dataset, 2, /^delivery\s*login$/);
    await dataset.status('1 decision not saved');
  });

  it('starts the engine anew by command', async () => {
    const dataset = await Dataset.shown(editor, data);
    const before = enginePid(editor);
    await dataset.readAgainAfter(() => editor.command('Winnow: Restart the Engine'));
    await until('there is another engine', () => enginePid(editor) !== before);
    await dataset.checked();
    await label(dataset, 5, /^login\s*billing$/);
  });

});
