import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { DocumentState, WebviewMethods } from '../../src/protocol/methods.ts';
import { closeBrowser, openPage, type OpenedPage } from './harness/browserPage.ts';
import type { Asked } from './harness/memoryHost.ts';

type Winnow = { winnow: { asked: Asked; page: { call(method: string, params: unknown): Promise<void> } } };

/** In the page: events that come in one task. */
const script = `
  window.atOnce = {
    click: (selector) => document.querySelector(selector).click(),
    keys: (...keys) => {
      for (const key of keys) document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    },
    type: (field, text) => {
      field.control.value = text;
      field.control.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    },
    choose: (selector, value) => {
      const dropdown = document.querySelector(selector);
      dropdown.value = value;
      dropdown.dispatchEvent(new Event('change', { bubbles: true }));
    },
    whenDrawn: (selector, then) => {
      const observer = new MutationObserver(() => {
        const found = document.querySelector(selector);
        if (!found?.control) return;
        observer.disconnect();
        then(found);
      });
      observer.observe(document, { childList: true, subtree: true });
    },
  };
`;

declare const atOnce: {
  click(selector: string): void;
  keys(...keys: string[]): void;
  type(field: HTMLElement, text: string): void;
  choose(selector: string, value: string): void;
  whenDrawn(selector: string, then: (field: HTMLElement) => void): void;
};

/** What a slow machine makes of fast hands: several events between two drawings. Each test lets them come in one task. */
describe('what comes between two drawings', () => {
  let opened: OpenedPage;

  async function open(state: Partial<DocumentState> = {}): Promise<Page> {
    const query = new URLSearchParams({ state: JSON.stringify(state) }).toString();
    opened = await openPage({ entry: 'test/webview/harness/memoryPage.ts', query, prepare: async (page) => void (await page.addInitScript(script)) });
    await opened.page.getByText(' 40 rows ').first().waitFor();
    return opened.page;
  }

  const asked = (page: Page): Promise<Asked> => page.evaluate(() => (window as unknown as Winnow).winnow.asked);
  const call = (page: Page, method: keyof WebviewMethods, params: unknown): Promise<void> =>
    page.evaluate(([name, given]) => (window as unknown as Winnow).winnow.page.call(name as string, given), [method, params]);
  const selected = (page: Page, row: number): Promise<void> =>
    page
      .locator('.inspector:not(.stale) .row-facts')
      .filter({ hasText: new RegExp(`^Row ${row} `) })
      .waitFor();

  async function select(page: Page, row: number): Promise<void> {
    await call(page, 'reveal', { row });
    await selected(page, row);
  }

  afterEach(async () => {
    assert.deepEqual(opened.violations, []);
    await opened.page.close();
  });

  after(closeBrowser);

  it('leaves letters to the filter menu that was opened for them', async () => {
    const page = await open();
    await select(page, 5);
    await page.evaluate(() => {
      atOnce.click('.filter-place vscode-button');
      atOnce.keys('x', 'c', 'Backspace', 'Backspace', 'c', 'o', 'u');
    });
    await page.locator('.popup-list .popup-line', { hasText: 'any column contains “cou”' }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Column, or a text to look for' }).inputValue(), 'cou');
    assert.deepEqual((await asked(page)).drafts, []);
  });

  it('leaves what follows the name of a column to the field of the column', async () => {
    const page = await open();
    await select(page, 5);
    await page.evaluate(() => {
      atOnce.click('.filter-place vscode-button');
      atOnce.keys('l', 'a', 'b', 'Enter', 'd', 'e', 'l', 'Enter');
    });
    await page.locator('.chip', { hasText: 'label contains “del”' }).waitFor();
    assert.deepEqual((await asked(page)).drafts, []);
  });

  it('leaves digits to the form of a sample', async () => {
    const page = await open();
    await select(page, 5);
    await page.evaluate(() => {
      atOnce.click('.sample-place vscode-button');
      atOnce.keys('3', 'Enter');
    });
    await page.locator('.chip', { hasText: /\b3 of each/ }).waitFor();
    assert.deepEqual((await asked(page)).drafts, []);
  });

  it('leaves the rows the keyboard where a form is sent before its field was given it', async () => {
    const page = await open();
    await select(page, 5);
    await page.evaluate(() => {
      atOnce.whenDrawn('.sample-form vscode-text-field', (field) => {
        field.focus();
        atOnce.type(field, '4');
        atOnce.keys('Enter');
      });
      atOnce.click('.sample-place vscode-button');
    });
    await page.locator('.chip', { hasText: /\b4 of each.*seed 1/ }).waitFor();
    await page.locator('.sample-popup').waitFor({ state: 'detached' });
    await page.keyboard.press('r');
    await page.locator('.chip', { hasText: /\b4 of each.*seed 2/ }).waitFor();
  });

  it('leaves letters to the find bar that is on its way from another tab', async () => {
    const page = await open();
    await select(page, 5);
    await page.getByRole('tab', { name: 'Distributions' }).click();
    await page.locator('.distributions').waitFor();
    await page.evaluate(async () => {
      await (window as unknown as Winnow).winnow.page.call('run', { command: 'find' });
      atOnce.keys('a', 'x');
    });
    await page.getByRole('textbox', { name: 'Find in all columns' }).last().waitFor();
    await page.waitForFunction(() => (document.querySelector('.find vscode-text-field') as HTMLInputElement | null)?.value === 'ax');
    assert.deepEqual((await asked(page)).drafts, []);
  });

  it('moves in a list whose text was typed after it was drawn', async () => {
    const page = await open();
    await select(page, 5);
    await page.keyboard.press('l');
    await page.getByRole('textbox', { name: 'Label' }).fill('delivery');
    await page.locator('[role=option]:only-child').waitFor();
    await page.evaluate(() => {
      atOnce.type(document.activeElement as HTMLElement, '');
      atOnce.keys('ArrowDown', 'ArrowDown', 'Enter');
    });
    await selected(page, 6);
    assert.deepEqual((await asked(page)).drafts.map(({ row, to }) => [row, to]), [[5, 'odd']]);
  });

  it('takes a key for the next row right after a label was picked by name', async () => {
    const page = await open();
    await select(page, 5);
    await page.keyboard.press('l');
    await page.getByRole('textbox', { name: 'Label' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('dialog') !== null && document.activeElement?.matches('vscode-text-field'));
    await page.evaluate(() => {
      atOnce.type(document.activeElement as HTMLElement, 'odd');
      atOnce.keys('Enter', '1', 'l', 'd', 'e', 'l', 'i', 'Enter');
    });
    await selected(page, 8);
    assert.deepEqual((await asked(page)).drafts.map(({ row, to }) => [row, to]), [[5, 'odd'], [6, 'billing'], [7, 'delivery']]);
    assert.equal(await page.evaluate(() => document.activeElement?.closest('.samples-rows') !== null), true);
  });

  it('gives keys that follow the name of a label to the next row, though the list was not there yet', async () => {
    const page = await open();
    await select(page, 5);
    await page.evaluate(() => atOnce.keys('l', 'o', 'd', 'd', 'Enter', '1', 'x'));
    await selected(page, 8);
    assert.deepEqual(
      (await asked(page)).drafts.map(({ row, act, to }) => [row, act, to]),
      [
        [5, 'relabel', 'odd'],
        [6, 'relabel', 'billing'],
        [7, 'exclude', undefined],
      ],
    );
  });

  it('comments on the row that the key before has gone on to', async () => {
    const page = await open();
    await select(page, 5);
    await page.evaluate(() => atOnce.keys('1', 'c', 'n', 'o', 'Enter'));
    await page.locator('.status', { hasText: 'Comment on row 6' }).waitFor();
    assert.deepEqual((await asked(page)).drafts.map(({ row, act, note }) => [row, act, note]), [[5, 'relabel', undefined], [6, 'comment', 'no']]);
  });

  it('decides in the labelling mode on the row at which it is entered, not on the one at which it was left', async () => {
    const page = await open();
    await select(page, 2);
    await page.keyboard.press('L');
    await page.locator('.labelling[data-row="2"]').waitFor();
    await page.keyboard.press('Escape');
    await select(page, 20);
    await page.evaluate(() => atOnce.keys('L', '1'));
    await page.locator('.labelling[data-row="21"]').waitFor();
    await page.getByText('1 row decided').or(page.locator('.labelling-count', { hasText: 'decided 1' })).first().waitFor();
    assert.deepEqual((await asked(page)).drafts.map(({ row, to }) => [row, to]), [[20, 'billing']]);
  });

  it('removes the filter that is pointed at, once, and by keys one after another', async () => {
    const page = await open();
    await call(page, 'reveal', {
      filters: [
        { kind: 'contains', text: 'text' },
        { kind: 'decided', decided: false },
        { kind: 'missing', column: 'score' },
        { kind: 'flagged' },
      ],
    });
    await page.locator('.chip').nth(3).waitFor();
    await page.evaluate(() => {
      atOnce.click('.chip-cross');
      atOnce.click('.chip-cross');
    });
    await page.locator('.chip').nth(3).waitFor({ state: 'detached' });
    await page.locator('.chip').nth(2).waitFor();
    await page.locator('.chip-words').nth(2).focus();
    await page.evaluate(() => atOnce.keys('Delete', 'Delete'));
    await page.locator('.chip').nth(1).waitFor({ state: 'detached' });
    assert.match(await page.locator('.chip-words').innerText(), /decided/);
  });

  it('fills in a row with what was written on it, however late the next one comes', async () => {
    const page = await open({ annotations: [{ name: 'why', kind: 'text' }] });
    await select(page, 3);
    await call(page, 'run', { command: 'labelling' });
    await page.locator('.labelling[data-row="3"]').waitFor();
    await page.locator('.labelling-bar vscode-dropdown').click();
    await page.locator('vscode-option', { hasText: 'why' }).click();
    await page.waitForFunction(() => document.activeElement?.matches('.labelling-field'));
    await page.evaluate(() => {
      const field = document.activeElement as HTMLTextAreaElement;
      field.value = 'late';
      atOnce.keys('Enter');
      // Whoever clicks has the keys of the page back, before the next row is there.
      field.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
      atOnce.keys('Enter');
    });
    await page.locator('.labelling[data-row="4"]').waitFor();
    await page.locator('.labelling-count').waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('.labelling-field'));
    const rows = (await asked(page)).drafts.map(({ row, to }) => [row, to]);
    assert.deepEqual(rows.filter(([row]) => row !== 3), []);
    assert.deepEqual(rows[0], [3, 'late']);
  });

  it('leaves the keyboard where it was taken to while what had it goes', async () => {
    const page = await open();
    await page.getByRole('tab', { name: 'Distributions' }).click();
    await page.locator('.chip.division .chip-cross').waitFor();
    const label = await page.evaluate(async () => {
      document.querySelector<HTMLElement>('.chip.division .chip-cross')!.focus();
      atOnce.click('.chip.division .chip-cross');
      document.querySelector<HTMLElement>('.distributions .bar vscode-dropdown')!.focus();
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      return [document.querySelector('.chip.division'), document.activeElement?.getAttribute('aria-label')];
    });
    assert.deepEqual(label, [null, 'What is counted']);
  });

  it('goes two on where an arrow key is pressed twice', async () => {
    const page = await open();
    await page.getByRole('tab', { name: /Issues/ }).click();
    await page.getByRole('radio', { name: 'By check' }).focus();
    await page.evaluate(() => atOnce.keys('ArrowRight', 'ArrowRight'));
    await page.getByRole('radio', { name: 'Label next', checked: true }).waitFor();
    await page.getByRole('radio', { name: 'By check' }).click();
    const grip = page.getByRole('separator', { name: 'Width of this pane' });
    const width = Number(await grip.getAttribute('aria-valuenow'));
    await grip.focus();
    await page.evaluate(() => atOnce.keys('ArrowLeft', 'ArrowLeft'));
    await page.locator(`.grip[aria-valuenow="${width + 48}"]`).waitFor();
  });

  it('keeps the roles of both columns that are chosen', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Roles' }).click();
    await page.getByRole('combobox', { name: 'Role of score' }).waitFor();
    await page.evaluate(() => {
      atOnce.choose('[aria-label="Role of score"]', 'confidence');
      atOnce.choose('[aria-label="Role of text"]', 'group');
    });
    await page.locator('.role-row', { hasText: 'not applied yet' }).nth(1).waitFor();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Roles written to winnow.json').waitFor();
    assert.deepEqual((await asked(page)).roles, [{ roles: { content: [], confidence: 'score', group: 'text' } }]);
  });

  it('merges both labels that are ticked, into what is typed', async () => {
    const page = await open();
    await call(page, 'run', { command: 'mergeLabels' });
    const boxes = page.locator('dialog .merge-labels vscode-checkbox');
    await boxes.nth(2).waitFor();
    await page.evaluate(() => {
      const [, second, third] = document.querySelectorAll<HTMLElement>('dialog .merge-labels vscode-checkbox');
      second!.click();
      third!.click();
      atOnce.type(document.querySelector<HTMLElement>('dialog .change-fields > label vscode-text-field')!, 'rest');
    });
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('dialog .merge-labels vscode-checkbox')].filter((box) => box.getAttribute('aria-checked') === 'true')
          .length === 2,
    );
    assert.equal(await page.locator('dialog .change-fields > label vscode-text-field').evaluate((field: HTMLInputElement) => field.value), 'rest');
  });

  it('applies of a bulk act what is ticked when the button is pressed', async () => {
    const page = await open();
    await page.getByRole('tab', { name: /Issues/ }).click();
    await page.locator('tr[data-check="conflicting-label"][aria-selected="true"]').waitFor();
    await page.keyboard.press('Shift+A');
    await page.getByRole('dialog').getByText('Apply 2 decisions').waitFor();
    await page.evaluate(() => {
      atOnce.click('dialog .bulk-groups vscode-checkbox');
      atOnce.click('dialog .dialog-foot vscode-button.primary');
    });
    await page.locator('.said', { hasText: '1 decision' }).waitFor();
    assert.equal((await asked(page)).drafts.length, 1);
  });
});
