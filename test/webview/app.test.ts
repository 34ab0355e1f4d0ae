import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { DocumentState, WebviewMethods } from '../../src/protocol/methods.ts';
import { closeBrowser, openPage, type OpenedPage } from './harness/browserPage.ts';
import type { Asked } from './harness/memoryHost.ts';

type Winnow = { winnow: { asked: Asked; page: { call(method: string, params: unknown): Promise<void> } } };

describe('the page of a dataset', () => {
  let opened: OpenedPage;

  async function open(state: Partial<DocumentState> = {}, table = 'small'): Promise<Page> {
    opened = await openPage({ entry: 'test/webview/harness/memoryPage.ts', query: new URLSearchParams({ table, state: JSON.stringify(state) }).toString() });
    await opened.page.locator('body[data-winnow]').waitFor();
    await opened.page.getByRole('tab', { name: 'Samples' }).waitFor();
    // Buttons take no clicks before what they are about is drawn.
    await opened.page.locator('.header .facts:not(:empty)').or(opened.page.locator('.failure')).first().waitFor();
    return opened.page;
  }

  const asked = (page: Page): Promise<Asked> => page.evaluate(() => (window as unknown as Winnow).winnow.asked);
  const reveal = (page: Page, place: WebviewMethods['reveal']['params']): Promise<void> =>
    page.evaluate((params) => (window as unknown as Winnow).winnow.page.call('reveal', params), place);
  const selected = (page: Page, row: number): Promise<void> => page.locator('.row-facts').filter({ hasText: new RegExp(`^Row ${row} `) }).waitFor();

  async function select(page: Page, row: number): Promise<void> {
    await reveal(page, { row });
    await selected(page, row);
  }

  afterEach(async () => {
    assert.deepEqual(opened.violations, []);
    await opened.page.close();
  });

  after(closeBrowser);

  it('relabels by digit, goes on to the next row, and takes it back by key', async () => {
    const page = await open();
    await select(page, 5);
    await page.keyboard.press('1');
    await selected(page, 6);
    assert.deepEqual((await asked(page)).drafts, [{ row: 5, act: 'relabel', column: 'label', to: 'billing' }]);
    await page.getByText('1 decision not saved').waitFor();
    await page.keyboard.press('u');
    await page.getByText('1 decision not saved').waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+U');
    await page.getByText('1 decision not saved').waitFor();
  });

  it('gives the rows the keyboard when Issues hands over to them', async () => {
    const page = await open();
    await page.getByRole('tab', { name: /^Issues/ }).click();
    await page.locator('tr.on').focus();
    await page.keyboard.press('Enter');
    await page.locator('.chip', { hasText: 'flagged' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('[role=grid]') !== null);
  });

  it('takes the suggestion with Enter, marks, excludes and accepts with letters', async () => {
    const page = await open();
    await select(page, 2);
    await page.locator('.key.on', { hasText: 'billing' }).waitFor();
    for (const key of ['Enter', 'm', 'x', 'a']) await page.keyboard.press(key);
    await selected(page, 6);
    assert.deepEqual(
      (await asked(page)).drafts.map(({ row, act, to, why }) => [row, act, to, why]),
      [
        [2, 'relabel', 'billing', 'conflicting-label'],
        [3, 'ambiguous', undefined, 'conflicting-label'],
        [4, 'exclude', undefined, undefined],
        [5, 'accept', undefined, undefined],
      ],
    );
  });

  it('leaves letters to the field in which they are typed', async () => {
    const page = await open();
    await select(page, 5);
    await page.keyboard.press('c');
    const field = page.getByRole('textbox', { name: 'Comment on this row' });
    await field.waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('vscode-text-field'));
    await page.keyboard.type('a 1 x');
    await page.keyboard.press('Enter');
    await page.locator('.decisions').getByText('“a 1 x”').waitFor();
    assert.deepEqual((await asked(page)).drafts, [{ row: 5, act: 'comment', note: 'a 1 x' }]);
  });

  it('picks a label from the list by typing', async () => {
    const page = await open();
    await select(page, 1);
    await page.keyboard.press('l');
    await page.waitForFunction(() => document.activeElement?.matches('dialog vscode-text-field'));
    await page.keyboard.type('deli');
    await page.getByRole('option', { name: 'delivery' }).waitFor();
    await page.keyboard.press('Enter');
    await selected(page, 2);
    assert.deepEqual((await asked(page)).drafts, [{ row: 1, act: 'relabel', column: 'label', to: 'delivery' }]);
  });

  it('goes from flagged row to flagged row', async () => {
    const page = await open();
    await select(page, 4);
    await page.keyboard.press('n');
    await selected(page, 7);
    await page.keyboard.press('n');
    await selected(page, 10);
    for (const row of [7, 3, 2]) {
      await page.keyboard.press('p');
      await selected(page, row);
    }
  });

  it('shows the rows of a bar that is clicked', async () => {
    const page = await open();
    await page.getByRole('tab', { name: 'Distributions' }).click();
    await page.getByRole('button', { name: /^delivery: / }).last().press('Enter');
    await page.getByRole('tab', { name: 'Samples', selected: true }).waitFor();
    await page.getByText('label is delivery').waitFor();
    await page.getByText('country is odd').waitFor();
  });

  it('walks the tabs and the findings by arrow keys, and shows the rows of a check', async () => {
    const page = await open();
    await page.getByRole('tab', { name: 'Samples' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: /Issues/, selected: true }).waitFor();
    await page.locator('tr[data-check="conflicting-label"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('tr[data-check="label-variant"][aria-selected="true"]').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-check') === 'label-variant');
    await page.keyboard.press('Enter');
    await page.getByText('1 of 40 rows').waitFor();
  });

  it('previews a bulk act, and does it in one step', async () => {
    const page = await open();
    await page.getByRole('tab', { name: /Issues/ }).click();
    await page.locator('tr[data-check="conflicting-label"][aria-selected="true"]').waitFor();
    await page.keyboard.press('Shift+A');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Apply 2 decisions').waitFor();
    await dialog.getByRole('checkbox').first().click();
    await dialog.getByRole('button', { name: 'Apply 1 decision' }).click();
    await page.locator('.said', { hasText: '1 decision' }).waitFor();
    const { drafts } = await asked(page);
    assert.deepEqual(drafts.map(({ act, column, to, why }) => [act, column, to, why]), [['relabel', 'label', 'billing', 'conflicting-label']]);
  });

  it('accepts a finding about a column as such', async () => {
    const page = await open();
    await page.getByRole('tab', { name: /Issues/ }).click();
    await page.locator('tr[data-check="missing-value"]').click();
    await page.getByRole('button', { name: 'accept as right…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Apply 1 decision' }).click();
    await page.locator('tr[data-check="missing-value"]').waitFor({ state: 'detached' });
    assert.deepEqual((await asked(page)).drafts, [{ act: 'accept', why: 'missing-value', column: 'score' }]);
  });

  it('writes only the roles that were corrected', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Roles' }).click();
    const role = page.getByRole('combobox', { name: 'Role of score' });
    await role.click();
    await role.getByRole('option', { name: 'confidence' }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Roles written to winnow.json').waitFor();
    assert.deepEqual((await asked(page)).roles, [{ roles: { confidence: 'score' } }]);
    await role.focus();
    await page.keyboard.press('Escape');
    await page.locator('.roles').waitFor({ state: 'detached' });
  });

  it('shows conflicts side by side, and keeps or takes back what is chosen', async () => {
    const decision = {
      id: 'x',
      row: { id: '5' },
      act: 'relabel',
      column: 'label',
      from: 'other',
      to: 'billing',
      by: 'Ada',
      at: '2026-01-01T00:00:00Z',
    } as const;
    const page = await open({
      decisions: {
        unsaved: 0,
        decidedRows: 1,
        sidecar: 's',
        conflicts: [{ row: 5, decision, fileText: 'delivery' }],
        orphans: 1,
        damaged: [{ line: 7, reason: 'not JSON' }],
        canUndo: false,
        canRedo: false,
      },
    });
    await page.getByText('Line 7 of s could not be read (not JSON)').waitFor();
    await page.locator('vscode-button', { hasText: 'Review…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('in the file now').waitFor();
    await dialog.getByText('delivery').waitFor();
    await dialog.locator('vscode-button', { hasText: 'Keep this' }).click();
    await dialog.locator('vscode-button', { hasText: 'Take back' }).click();
    assert.deepEqual((await asked(page)).drafts, [{ row: 5, act: 'relabel', column: 'label', to: 'billing' }, { act: 'retract', retracts: 'x', row: 5 }]);
  });

  it('says what has failed, and offers the ways out', async () => {
    opened = await openPage({
      entry: 'test/webview/harness/memoryPage.ts',
      query: new URLSearchParams({
        state: JSON.stringify({ phase: 'failed', failure: { title: 'It cannot be read', message: 'Byte 12.', retry: true } }),
      }).toString(),
    });
    await opened.page.getByRole('alert').getByText('Byte 12.').waitFor();
    await opened.page.locator('vscode-button', { hasText: 'Try again' }).click();
    await opened.page.locator('vscode-button', { hasText: 'Reopen as Text' }).click();
    assert.deepEqual((await asked(opened.page)).calls, ['reload', 'openText']);
  });

  it('shows markup in names, cells and messages as text, on every tab', async () => {
    const page = await open({ notices: [{ severity: 'warning', message: '<b onmouseover=x>notice</b>' }] }, 'hostile');
    await select(page, 3);
    await page.locator('.cells').getByText('<img src=x').first().waitFor();
    await page.keyboard.press('l');
    await page.getByRole('option').filter({ hasText: '<img src=x' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Distributions' }).click();
    await page.locator('main svg text', { hasText: '<img src=x' }).first().waitFor();
    await page.getByRole('tab', { name: 'Issues' }).click();
    await page.locator('main').getByText('<img src=x').first().waitFor();
    await page.keyboard.press('Shift+A');
    await page.getByRole('dialog').getByText('Apply').first().waitFor();
    assert.notEqual(await page.title(), 'owned');
    assert.equal(await page.locator('img, main script, dialog script').count(), 0);
  });
});
