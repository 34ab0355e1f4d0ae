import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Dataset, savedDecisions, until } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';
import { plainChecks } from './plainChecks.ts';

const shared = 'the courier left the box in the rain next to the door of the neighbour';
const other = (about: string): string => `somebody asks where the ${about} of last month is and whether it can be sent again`;

describe('train and test as files of their own', () => {
  let workspace: Workspace;
  let editor: Editor;

  before(async () => {
    const { checks } = JSON.parse(plainChecks) as { checks: object };
    workspace = workspaceWith([], {
      'winnow.json': JSON.stringify({ checks: { ...checks, 'file-leakage': { files: ['train.csv', 'test.csv'] } } }),
      'train.csv': `id,text,label\na1,${shared},late\na2,${other('invoice')},bill\na3,${other('catalogue')},other\n`,
      'test.csv': `id,text,label\nb1,${other('key of the old house')},other\nb2,${shared},lost\n`,
    });
    editor = await openEditor({ folder: workspace.folder });
  });

  after(async () => {
    await editor.dispose();
    workspace.dispose();
  });

  it('have what they share found in either, with the row and the label there', async () => {
    const dataset = await Dataset.open(editor, 'test.csv');
    await dataset.tab('Issues');
    await dataset.page.locator('tr[data-check="file-leakage"]').click();
    const finding = dataset.page.locator('.issue-detail .finding');
    await finding.getByText('Row 2 is also in train.csv (row 1): the same “text”, labelled “lost” here and “late” there.').waitFor();
    assert.equal(await finding.getByText(shared).count(), 1, 'the content stands there once');
    assert.equal(await dataset.page.locator('.issue-detail').getByText('exclude').count(), 0, 'a test row stays where it is');
  });

  it('have it excluded where it is learnt from, by what is suggested', async () => {
    const dataset = await Dataset.open(editor, 'train.csv');
    await dataset.tab('Issues');
    await dataset.page.locator('tr[data-check="file-leakage"]').click();
    await dataset.page.locator('.issue-detail .finding b', { hasText: 'exclude' }).waitFor();
    await dataset.press('Enter');
    await dataset.viewRows('1 of 3 rows');
    await dataset.inspects(1);
    await dataset.press('Enter');
    await dataset.status('1 decision not saved');
    await dataset.press('Control+s');
    await until('the decision is saved', () => savedDecisions(workspace, 'train.csv').length === 1);
    const [decision] = savedDecisions(workspace, 'train.csv');
    assert.deepEqual([decision?.['act'], decision?.['row'], decision?.['why']], ['exclude', { id: 'a1' }, 'file-leakage']);
    await dataset.tab('Issues');
    await dataset.page.locator('tr[data-check="file-leakage"]').waitFor({ state: 'detached' });
  });
});
