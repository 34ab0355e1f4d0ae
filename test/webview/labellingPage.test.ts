import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { WinnowConfig } from '../../src/core/config.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

const labels = ['news', 'sport', 'art'];
const config: WinnowConfig = {
  roles: { label: 'label', content: ['text'], id: 'id' },
  key: ['id'],
  // Learning takes longer than all that is tested here.
  checks: { 'label-error': false, 'ambiguous-row': false, 'test-noise': false },
  taxonomy: [
    { name: 'sport', definition: 'Games and races.', examples: ['They won.'], colour: '#89d185' },
    { name: 'news' },
    { name: 'art' },
  ],
  annotations: [
    { name: 'mood', kind: 'label', labels: [{ name: 'good' }, { name: 'bad' }] },
    { name: 'topics', kind: 'labels', labels: [{ name: 'war' }, { name: 'peace' }] },
    { name: 'urgency', kind: 'number', min: 0, max: 10 },
  ],
};

describe('the labelling mode', () => {
  const folder = mkdtempSync(join(tmpdir(), 'winnow-labelling-'));
  let opened: Awaited<ReturnType<typeof openApp>>;
  let page: Page;

  const at = (row: number): Promise<void> => page.locator(`.labelling[data-row="${row}"]`).waitFor();
  /** So many rows have what they are looked at for, on screen and in the host. */
  async function decided(count: number, made = count): Promise<void> {
    await page.waitForFunction((wanted) => document.querySelector('.labelling-count b')?.textContent === String(wanted), count);
    while (opened.document.decisions.length < made) await page.waitForTimeout(20);
  }
  const acts = (): (string | null | undefined)[][] => opened.document.decisions.map(({ act, column, to }) => [act, column, to]);
  async function fillIn(words: string): Promise<void> {
    await page.locator('.labelling-bar vscode-dropdown').click();
    await page.getByRole('option', { name: words }).click();
    await page.locator(`.labelling[data-target="${words.replace('new column: ', '')}"]`).waitFor();
    await decided(0);
  }

  beforeEach(async () => {
    const path = join(folder, 'reviews.csv');
    writeFileSync(
      path,
      `id,text,label\n${Array.from({ length: 160 }, (_, index) => `r${index + 1},the text of row ${index + 1} and of no other,${labels[index % 3]!}\n`).join('')}`,
    );
    opened = await openApp(path, { config });
    page = opened.page;
    await opened.document.ready;
    await page.locator('.grid-row').first().waitFor();
    await page.keyboard.press('Shift+L');
    await at(1);
  });

  afterEach(async () => {
    assert.deepEqual(opened.violations, []);
    await page.close();
    await opened.document.close();
  });

  after(async () => {
    await closeBrowser();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows what labels mean, in the order of the taxonomy, and goes on by itself', async () => {
    assert.deepEqual(await page.locator('.labelling-side .key b').allInnerTexts().then((keys) => keys.slice(0, 3)), ['1', '2', '3']);
    assert.match(await page.locator('.labelling-side .key').first().innerText(), /sport\s+Games and races\./);
    assert.match((await page.locator('.labelling-side .key').first().getAttribute('title'))!, /“They won\.”/);
    await page.keyboard.press('1');
    await at(2);
    await page.keyboard.press('m');
    await at(3);
    await page.keyboard.press('x');
    await at(4);
    await decided(3);
    assert.deepEqual(acts(), [['relabel', 'label', 'sport'], ['ambiguous', undefined, undefined], ['exclude', undefined, undefined]]);
  });

  it('goes back to the row of what it takes back, and counts it as left again', async () => {
    await page.keyboard.press('1');
    await page.keyboard.press('2');
    await at(3);
    await decided(2);
    await page.keyboard.press('u');
    await at(2);
    await decided(1);
    await page.keyboard.press('k');
    await at(1);
    await page.locator('.labelling-now .decided', { hasText: 'sport' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.grid-row').first().waitFor();
  });

  it('takes a hundred decisions at the pace of the keyboard, each for its own row', async (context) => {
    const began = performance.now();
    for (let row = 1; row <= 100; row++) {
      await page.keyboard.press(String((row % 3) + 1));
      await at(row + 1);
    }
    const each = (performance.now() - began) / 100;
    await decided(100);
    context.diagnostic(`${each.toFixed(0)} ms from a key press to the next row on screen; 1,500 decisions an hour leave 2,400 ms for each`);
    assert.equal(opened.document.decisions.length, 100);
    const names = ['sport', 'news', 'art'];
    for (const decision of opened.document.decisions)
      assert.equal(decision.to ?? decision.act, decision.act === 'accept' ? 'accept' : names[decision.rowHint! % 3]);
    assert.deepEqual(opened.document.decisions.map(({ rowHint }) => rowHint).sort((a, b) => a! - b!), Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('gives the keyboard back when the list of labels is left, and takes the label that was typed for', async () => {
    await page.keyboard.press('l');
    await page.locator('dialog.picker input').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog.picker').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.classList.contains('labelling'));
    await page.keyboard.press('l');
    await page.locator('dialog.picker input').waitFor();
    await page.keyboard.type('ar');
    await page.keyboard.press('Enter');
    await at(2);
    await decided(1);
    assert.deepEqual(acts(), [['relabel', 'label', 'art']]);
    await page.keyboard.press('1');
    await at(3);
  });

  it('takes letters that come before the list or the field is there for it, and for no decision', async () => {
    const pressAtOnce = (...keys: string[]): Promise<void> => page.evaluate((all) => {
      for (const key of all) document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    }, keys);
    await pressAtOnce('c', 'a', 'x', 'n', 'Backspace', 'Enter');
    await decided(0, 1);
    await page.waitForFunction(() => document.activeElement?.classList.contains('labelling'));
    await pressAtOnce('l', 'a', 'r', 'Enter');
    await at(2);
    await decided(1, 2);
    assert.deepEqual(opened.document.decisions.map(({ act, to, note, rowHint }) => [act, to ?? note, rowHint]), [['comment', 'ax', 1], ['relabel', 'art', 1]]);
  });

  it('means each row by its own key, however fast the keys come', async () => {
    for (let row = 1; row <= 20; row++) await page.keyboard.press('x', { delay: 0 });
    await decided(20);
    await at(21);
    assert.deepEqual(opened.document.decisions.map(({ rowHint }) => rowHint), Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('hands each decision over when its key is pressed, however long those before take to be laid over the rows', async () => {
    const lay = opened.document.holdLaying();
    await page.keyboard.press('1');
    await page.keyboard.press('x');
    await page.keyboard.press('m');
    await at(4);
    while (opened.document.steps < 3) await page.waitForTimeout(20);
    lay();
    await decided(3);
    assert.deepEqual(opened.document.decisions.map(({ act, rowHint }) => [act, rowHint]), [['relabel', 1], ['exclude', 2], ['ambiguous', 3]]);
  });

  it('decides anew upon a row by what was decided on it last, laid over the rows by then or not', async () => {
    const lay = opened.document.holdLaying();
    await page.keyboard.press('1');
    await at(2);
    await page.keyboard.press('k');
    await at(1);
    await page.keyboard.press('2');
    await page.keyboard.press('x');
    while (opened.document.steps < 1) await page.waitForTimeout(20);
    lay();
    await at(3);
    await decided(2, 4);
    const [relabelled, retracted, ...others] = opened.document.decisions;
    assert.deepEqual([relabelled!.act, relabelled!.to, retracted!.act, retracted!.retracts], ['relabel', 'sport', 'retract', relabelled!.id]);
    assert.deepEqual(others.map(({ act, rowHint }) => [act, rowHint]), [['accept', 1], ['exclude', 2]]);
  });

  it('counts what is left by what others decided meanwhile, and no row twice', async () => {
    await page.keyboard.press('1');
    await at(2);
    await decided(1);
    const theirs = { act: 'exclude', by: 'Grace Hopper', at: '2026-01-01T00:00:00Z' } as const;
    await opened.document.receive([
      { ...theirs, row: { id: 'r3' }, id: '01DXF6DT00AAAAAAAAAAAAAAAA' },
      { ...theirs, row: { id: 'r4' }, id: '01DXF6DT00BBBBBBBBBBBBBBBB' },
    ]);
    await decided(3);
    await page.keyboard.press('j');
    await at(3);
    await page.keyboard.press('2');
    await at(4);
    await decided(3, 4);
    await page.keyboard.press('x');
    await decided(2, 5);
    await page.keyboard.press('u');
    await decided(3, 4);
  });

  it('fills in columns of one’s own: a label, several, a number', async () => {
    await fillIn('new column: mood');
    await page.keyboard.press('2');
    await at(2);
    await decided(1);
    await fillIn('new column: topics');
    await page.keyboard.press('1');
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    await at(3);
    await fillIn('new column: urgency');
    await page.waitForFunction(() => document.activeElement?.matches('.labelling-field'));
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('12 is above 10').waitFor();
    await page.keyboard.press('Backspace');
    await page.keyboard.type('0');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    await at(4);
    await decided(1, 3);
    assert.deepEqual(acts(), [['annotate', 'mood', 'bad'], ['annotate', 'topics', '["war","peace"]'], ['annotate', 'urgency', '7']]);
  });

  it('shows the field of another column once, when its rows are known, so that nothing typed is lost', async () => {
    await page.evaluate(`new MutationObserver((all) => all.forEach(({ addedNodes }) => addedNodes.forEach((node) => {
      if (node instanceof Element && (node.matches('textarea') || node.querySelector('textarea'))) document.body.dataset.fields = String(Number(document.body.dataset.fields ?? 0) + 1);
    }))).observe(document.body, { subtree: true, childList: true })`);
    await fillIn('new column: urgency');
    await at(1);
    await page.waitForFunction(() => document.activeElement?.matches('.labelling-field'));
    assert.equal(await page.evaluate(() => document.body.dataset['fields']), '1');
  });

  it('takes what is typed before the field of the next row is there for that field', async () => {
    await fillIn('new column: urgency');
    await page.waitForFunction(() => document.activeElement?.matches('.labelling-field'));
    await page.keyboard.type('3');
    await page.evaluate((keys) => {
      for (const key of keys) document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    }, ['Enter', '1', '0', 'Enter', '5', 'Enter']);
    await at(4);
    await decided(3);
    assert.deepEqual(
      opened.document.decisions.map(({ act, to, rowHint }) => [act, to, rowHint]),
      [
        ['annotate', '3', 1],
        ['annotate', '10', 2],
        ['annotate', '5', 3],
      ],
    );
  });

  it('renames a label in all of its rows in one step, after showing each', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Distributions' }).click();
    await page.getByRole('button', { name: /^sport: / }).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Rename label' }).click();
    await page.getByRole('textbox', { name: 'New name' }).fill('games');
    await page.getByRole('button', { name: 'Relabel 53 rows' }).waitFor();
    assert.equal(await page.locator('.preview-row').first().getAttribute('aria-setsize'), '53');
    await page.locator('.preview-row', { hasText: 'the text of row 2 and of no other' }).waitFor();
    await page.getByRole('button', { name: 'Relabel 53 rows' }).click();
    await page.getByText('Rename sport to games: 53 rows').waitFor();
    assert.deepEqual([...new Set(opened.document.decisions.map(({ act, from, to, why }) => [act, from, to, why].join(' ')))], ['relabel sport games taxonomy']);
  });
});
