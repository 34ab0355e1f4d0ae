import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { closeBrowser, openPage, type OpenedPage } from './harness/browserPage.ts';
import type { Asked } from './harness/memoryHost.ts';

type Winnow = { winnow: { asked: Asked } };

describe('the history of a file', () => {
  let opened: OpenedPage;

  async function open(): Promise<Page> {
    opened = await openPage({ entry: 'test/webview/harness/memoryPage.ts', size: { width: 1280, height: 500 } });
    await opened.page.locator('body[data-winnow]').waitFor();
    return opened.page;
  }

  async function openHistory(): Promise<Page> {
    const page = await open();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.locator('tr[data-commit]').nth(8).getByRole('img').waitFor();
    return page;
  }

  const asked = (page: Page): Promise<Asked> => page.evaluate(() => (window as unknown as Winnow).winnow.asked);
  const detail = (page: Page, text: string | RegExp): Promise<void> => page.locator('.version-detail').getByText(text).first().waitFor();
  const select = (page: Page, place: number): Promise<void> => page.locator('tr[data-commit]').nth(place).click({ position: { x: 5, y: 5 } });

  afterEach(async () => {
    assert.deepEqual(opened.violations, []);
    await opened.page.close();
  });

  after(closeBrowser);

  it('describes the versions in sight and no others, and those that cannot be read say why', async () => {
    const page = await openHistory();
    const before = (await asked(page)).calls.filter((call) => call.startsWith('describeVersion')).length;
    assert.ok(before > 5 && before < 30, `${before} versions were described`);
    await page.locator('tr[data-commit]').nth(5).getByText('Git LFS keeps this version').waitFor();
    await page.locator('tr[data-commit]').nth(50).scrollIntoViewIfNeeded();
    await page.locator('tr[data-commit]').nth(50).getByRole('img').waitFor();
    await page.getByRole('button', { name: 'Show 50 older versions' }).click();
    await page.getByText('60 versions of this file in git').waitFor();
    await page.getByText('Older versions are not in this shallow clone; “git fetch --unshallow” gets them.').waitFor();
  });

  it('shows what changed from the version before, and where the file was', async () => {
    const page = await openHistory();
    await select(page, 1);
    await detail(page, /^8\.0 % of rows would need another label.*most moved delivery, from 42\.0 % to 50\.0 %/);
    await detail(page, 'made this version');
    await select(page, 3);
    await detail(page, /Columns new: “label”; gone: “lable”\./);
    await select(page, 4);
    await detail(page, /then at old\/tickets\.csv/);
  });

  it('says which columns drifted from the version before, and shows them over each other', async () => {
    const page = await openHistory();
    const cell = (place: number, text: string): Promise<void> =>
      page.locator('tr[data-commit]').nth(place).locator('td').nth(6).getByText(text, { exact: true }).waitFor();
    await cell(1, '1 of 2');
    await cell(2, '=');
    await cell(3, '–');
    await select(page, 1);
    await detail(page, '1 of 2 columns drifted: “country”.');
    await page.locator('.version-detail figure[data-column=country] svg').first().waitFor();
    await select(page, 3);
    await detail(page, 'What was read of these versions cannot be kept.');
  });

  it('walks by keys, opens with Enter and compares with c', async () => {
    const page = await openHistory();
    await select(page, 0);
    await page.locator('tr.on').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    await page.locator('tr.on:focus', { hasText: 'Add the November tickets' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('c');
    await page.getByRole('tab', { name: 'Compare', selected: true }).waitFor();
    assert.deepEqual(
      (await asked(page)).calls.filter((call) => !call.startsWith('describe') && call.endsWith('Version 1')),
      ['openVersion 1', 'compareVersion 1'],
    );
  });

  it('shows the selected row as it was, and restores it by decisions on its cells', async () => {
    const page = await open();
    await page.locator('.grid [role=row]').nth(4).click();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.locator('tr[data-commit]').nth(1).getByRole('img').waitFor();
    await select(page, 1);
    await page.locator('vscode-button', { hasText: 'Show row' }).click();
    await detail(page, 'Too long to be compared here: country.');
    await page.locator('vscode-button', { hasText: 'Restore 2 cells' }).click();
    await page.waitForFunction(() => (window as unknown as Winnow).winnow.asked.drafts.length === 2);
    const { drafts } = await asked(page);
    assert.deepEqual(
      drafts.map(({ act, column, to, note }) => [act, column, to, note]),
      [
        ['relabel', 'label', 'neg', 'as in 0101010'],
        ['set', 'text', null, 'as in 0101010'],
      ],
    );
    await select(page, 2);
    await page.locator('vscode-button', { hasText: 'Show row' }).click();
    await detail(page, 'That version has no row with id 3, or several.');
  });
});
