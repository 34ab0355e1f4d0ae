import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { DocumentState } from '../../src/protocol/methods.ts';
import { closeBrowser, openPage, type OpenedPage } from './harness/browserPage.ts';
import type { Asked } from './harness/memoryHost.ts';

type Winnow = { winnow: { asked: Asked } };

describe('the screens of label quality', () => {
  let opened: OpenedPage;

  async function open(state: Partial<DocumentState> = {}, table = 'labels'): Promise<Page> {
    opened = await openPage({ entry: 'test/webview/harness/memoryPage.ts', query: new URLSearchParams({ table, state: JSON.stringify(state) }).toString() });
    await opened.page.locator('body[data-winnow]').waitFor();
    await opened.page.getByRole('tab', { name: /Issues/ }).click();
    await opened.page.locator('.label-health').waitFor();
    return opened.page;
  }

  const calls = async (page: Page, name: string): Promise<string[]> =>
    (await page.evaluate(() => (window as unknown as Winnow).winnow.asked)).calls.filter((call) => call.startsWith(name));

  afterEach(async () => {
    assert.deepEqual(opened.violations, []);
    await opened.page.close();
  });

  after(closeBrowser);

  it('says how many labels look wrong, by what, and what has become of it', async () => {
    const page = await open();
    await page.locator('.issues-bar').getByText('Estimated label noise').waitFor();
    const health = page.locator('.label-health');
    await health.getByText('95 % interval 5.2 % – 7.0 %').waitFor();
    await health.getByText('It was 9.8 % before the decisions').waitFor();
    await health.getByText('right on 86.9 % of held-out rows').waitFor();
    await health.getByText('112 rows left out').waitFor();
  });

  it('moves the slider by arrow keys, and lists anew once it rests', async () => {
    const page = await open();
    const slider = page.getByRole('slider', { name: 'How many probable errors to see' });
    await slider.focus();
    assert.equal(await slider.getAttribute('aria-valuetext'), '366 rows, 166 to 263 of them wrong');
    // In one task: on a slow machine it would rest between two key presses.
    await slider.evaluate((input: HTMLInputElement) => {
      for (const by of [1, 1, -1]) {
        input.stepUp(by);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    await page.locator('.recall-words', { hasText: /^412 rows, \d+ to 275 of them wrong/ }).waitFor();
    await page.waitForFunction(() => (window as unknown as Winnow).winnow.asked.calls.some((call) => call.startsWith('setRecall')));
    assert.deepEqual(await calls(page, 'setRecall'), ['setRecall 5']);
    await page.locator('.issue-detail').getByText('or fewer…').waitFor({ state: 'detached' });
    await page.locator('tr[data-check="label-error"]').click();
    await page.locator('.issue-detail').getByText(/412 rows, \d+ to 275 of them wrong/).waitFor();
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await page.locator('.recall-words', { hasText: /^366 rows, / }).waitFor();
  });

  it('walks the confusions by arrow keys, and shows the rows of a cell', async () => {
    const page = await open();
    const matrix = page.getByRole('grid', { name: /given label, down, and suggested label, across/ });
    await matrix.waitFor();
    assert.equal(await matrix.locator('[tabindex="0"]').count(), 1);
    await matrix.locator('[tabindex="0"]').focus();
    const focused = (): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute('title') ?? null);
    assert.equal(await focused(), 'given login, suggested other: 4 rows');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'given billing, suggested other: 6 rows');
    assert.equal(await matrix.locator('[tabindex="0"]').count(), 1);
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'given billing, suggested refund: 27 rows');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Samples', selected: true }).waitFor();
    assert.deepEqual(await page.locator('.chip-words').allTextContents(), ['label is billing', 'flagged: Label is probably wrong as refund']);
  });

  it('copies the strip above the slider and the confusions as figures for programs, and keeps the hatching in a picture', async () => {
    const page = await open();
    const copied = async (chart: string, act: string): Promise<string> => {
      const before = (await calls(page, 'copy ')).length;
      await page.getByRole('button', { name: chart }).click();
      await page.locator('.menu button', { hasText: act }).click();
      await page.waitForFunction((count) => (window as unknown as Winnow).winnow.asked.calls.filter((call) => call.startsWith('copy ')).length > count, before);
      return (await calls(page, 'copy ')).at(-1)!.slice('copy '.length);
    };
    const strip = 'Copy or save the chart: How many probable errors to see';
    assert.match(await copied(strip, 'Copy the table'), /^position,rows,expected to be wrong,at least,share of all wrong labels\r\n1,182,171,150,0\.31\r\n/);
    assert.match(await copied(strip, 'Copy as SVG'), />642 rows<\/text>/);
    assert.match(await copied('Copy or save the chart: Health of each label', 'Copy the table'), /\r\nrefund,1660,[\d.]+,0\.118,48,/);
    const matrix = 'Copy or save the chart: Flagged rows by given label';
    assert.match(await copied(matrix, 'Copy the table'), /^given ↓ suggested →,login,other,[^]*\r\nbilling,2,6,,27,1,15\r\n/);
    // Six labels, each with an empty cell on the diagonal.
    assert.equal((await copied(matrix, 'Copy as SVG')).match(/<path d="M[^"]+" stroke="#[0-9a-f]{6}" fill="none"/g)?.length, 6);
  });

  it('has a menu over the probabilities of a row, which copies them', async () => {
    const page = await open();
    await page.locator('tr[data-check="label-error"]').click();
    await page.getByRole('tab', { name: 'Samples' }).click();
    await page.locator('.grid-row', { hasText: 'Parcel says delivered' }).first().click();
    const menu = page.locator('.label-evidence').getByRole('button', { name: 'Copy or save the chart: Probability of each label, row 2' });
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.locator('.menu button', { hasText: 'Copy the table' }).click();
    await page.waitForFunction(() => (window as unknown as Winnow).winnow.asked.calls.some((call) => call.startsWith('copy ')));
    assert.match((await calls(page, 'copy '))[0]!, /^copy name,amount,note\r\nbilling,0\.91,suggested\r\n[^]*other,0\.02,the label now\r\n$/);
  });

  it('shows the rows of a whole row or column of the confusions', async () => {
    const page = await open();
    await page.getByRole('columnheader', { name: 'refund' }).click();
    await page.getByRole('tab', { name: 'Samples', selected: true }).waitFor();
    assert.deepEqual(await page.locator('.chip-words').allTextContents(), ['flagged: Label is probably wrong as refund']);
  });

  it('orders the labels by what is clicked, and shows what is flagged of one', async () => {
    const page = await open();
    const table = page.getByRole('table', { name: 'Health of each label' });
    const names = (): Promise<string[]> => table.locator('tbody th').allTextContents();
    await table.waitFor();
    assert.equal((await names())[0], 'refund');
    await table.getByRole('button', { name: 'Rows' }).click();
    await page.waitForFunction(() => document.querySelector('table.classes tbody th')?.textContent === 'billing');
    assert.deepEqual(await names(), ['billing', 'delivery', 'login', 'refund', 'returns', 'other']);
    await table.getByRole('button', { name: '23' }).click();
    await page.locator('.chip-words', { hasText: 'label is delivery' }).waitFor();
  });

  it('gives the reasons of one suspect on demand, and leads to the rows that are alike', async () => {
    const page = await open();
    await page.locator('tr[data-check="label-error"]').click();
    const why = page.locator('.issue-detail').getByRole('button', { name: 'why' });
    await why.first().click();
    await page.getByText('charged twice', { exact: true }).waitFor();
    assert.deepEqual(await calls(page, 'labelEvidence'), ['labelEvidence 2']);
    const told = (list: string): Promise<string[]> => page.getByRole('list', { name: list, exact: true }).getByRole('listitem').allInnerTexts();
    assert.deepEqual(await told('spoke for “billing”, strongest first'), ['charged twice', 'payment', 'second']);
    assert.deepEqual(await told('columns that spoke for “billing”, strongest first'), [
      'score 0.02 ×7.5',
      'channel of the first contact a form that was filled in at the counter of the town hall ×1.2',
    ]);
    assert.deepEqual(await told('columns that spoke for “other”, strongest first'), ['country (missing) ×1.5']);
    await page.getByText('By extra-trees and logistic regression, taught rows of these two labels alone.').waitFor();
    await page.locator('.votes').getByText('ada, eve').waitFor();
    await page.getByText('Most alike among 50,000 rows, drawn evenly from 80,000').waitFor();
    await page.locator('.neighbour').nth(3).click();
    await page.getByRole('tab', { name: 'Samples', selected: true }).waitFor();
    await page.locator('.row-facts').filter({ hasText: /^Row 140 / }).waitFor();
    await page.getByText('What a model says of this label').click();
    await page.locator('.model-says .bars').waitFor();
  });

  it('does not learn by itself where the check did not run, and says why', async () => {
    const findings = {
      groups: [],
      open: { error: 0, warning: 0, info: 0 },
      openRows: 0,
      skipped: [{ check: 'label-error', why: 'switched off in winnow.json', untried: true as const }],
      seconds: 1,
    };
    const page = await open({ findings });
    const health = page.locator('.label-health');
    await health.getByText('The check for wrong labels did not run: switched off in winnow.json.').waitFor();
    assert.equal(await page.locator('.recall').count(), 0);
    await health.getByText('Learn the labels').click();
    await page.locator('.recall').waitFor();
    await health.getByText('The rows themselves are not listed').waitFor();
  });

  it('says why nothing could be learnt where the check ran, and does not offer to try again', async () => {
    const why = 'no column has the role label';
    const findings = { groups: [], open: { error: 0, warning: 0, info: 0 }, openRows: 0, skipped: [{ check: 'label-error', why }], seconds: 1 };
    const page = await open({ findings }, 'plain');
    await page.locator('.label-health').getByText(`Which labels look wrong is not known: ${why}.`).waitFor();
    assert.equal(await page.getByText('Learn the labels').count(), 0);
  });
});
