import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { savedDecisions, until } from './dataset.ts';
import { openSample } from './openSample.ts';

const data = 'support-tickets.csv';

describe('distributions and issues', () => {
  const opened = openSample(data);

  it('shows the labels of each segment, and the rows of a bar that is clicked', async () => {
    await opened.dataset.tab('Distributions');
    const multiple = opened.dataset.page.locator('figure.multiple').filter({ hasText: 'phone' });
    await multiple.getByText('315 rows').waitFor();
    await multiple.getByRole('button', { name: /refund/ }).first().click();
    await opened.dataset.page.getByRole('tab', { name: /^Samples/, selected: true }).waitFor();
    await opened.dataset.page.getByRole('listitem').filter({ hasText: 'channel is phone' }).waitFor();
    await opened.dataset.page.getByRole('listitem').filter({ hasText: 'category is refund' }).waitFor();
    await opened.dataset.page.getByText(/^6\d of 2,000 rows$/).waitFor();
    await opened.dataset.page.getByRole('button', { name: 'Clear all' }).click();
    await opened.dataset.viewRows('2,000 rows');
  });

  it('divides by another segment, and counts rows instead of shares', async () => {
    await opened.dataset.tab('Distributions');
    await opened.dataset.page.getByRole('button', { name: 'Do not divide by channel' }).click();
    await opened.dataset.page.getByText('+ segment').click();
    await opened.dataset.page.getByRole('option', { name: /^country/ }).click();
    await opened.dataset.page.locator('figure.multiple').filter({ hasText: 'GB' }).first().waitFor();
    await opened.dataset.page.getByText('Count', { exact: true }).click();
    await opened.dataset.page.locator('figure.multiple').first().locator('text').getByText('573').waitFor();
  });

  it('opens the rows of a finding, and relabels the wrong one by its suggestion', async () => {
    await opened.dataset.tab('Issues');
    await opened.dataset.page.locator('tr[data-check="conflicting-label"]').click();
    await opened.dataset.page.locator('.issue-detail').getByText('row 366 and 2 more').click();
    await opened.dataset.inspects(366);
    await opened.dataset.viewRows('3 of 2,000 rows');
    await opened.dataset.row(1259).waitFor();
    await opened.dataset.row(1696).click();
    await opened.dataset.inspects(1696);
    await opened.dataset.press('Enter');
    await opened.dataset.status('1 decision not saved');
    await opened.dataset.page.getByText('Show all rows').click();
    await opened.dataset.page.getByRole('button', { name: '1 row decided' }).click();
    await until('the row shows the label of the majority', async () => /billing\s*login/.test(await (await opened.dataset.cell(1696, 'category')).innerText()));
    await opened.dataset.row(1696).click();
    await opened.dataset.press('u');
    await until('nothing is left to save', async () => (await opened.dataset.page.locator('.status').getByText('not saved').count()) === 0);
  });

  it('takes all suggestions of a check in one step, which one undo takes back', async () => {
    await opened.dataset.tab('Issues');
    await opened.dataset.page.locator('tr[data-check="label-variant"]').click();
    await opened.dataset.press('Shift+A');
    const preview = opened.dataset.page.getByRole('dialog');
    await preview.getByText('“refund ”').first().waitFor();
    await preview.getByRole('button', { name: 'Apply 7 decisions' }).click();
    await opened.dataset.page.locator('tr[data-check="label-variant"]').waitFor({ state: 'detached' });
    await opened.dataset.press('Control+s');
    await until('seven relabels are saved', () => savedDecisions(opened.workspace, data).length === 7);
    assert.ok(savedDecisions(opened.workspace, data).every(({ act, why }) => act === 'relabel' && why === 'label-variant'));
    await opened.dataset.press('Control+z');
    await opened.dataset.page.locator('tr[data-check="label-variant"]').waitFor();
  });
});
