import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

const opened = openApp(join(import.meta.dirname, '../fixtures/checks/near-duplicate/texts/input.csv'), {
  config: { roles: { label: 'label', content: ['text'] } },
});

after(async () => {
  await (await opened).document.close();
  await closeBrowser();
});

/** The Issues tab with near duplicates selected, nothing decided, no dialog open. */
async function issues(): Promise<Page> {
  const { page, document } = await opened;
  await document.ready;
  await page.getByRole('tab', { name: /Issues/ }).click();
  await page.locator('tr[data-check="near-duplicate"]').click();
  await page.locator('.issue-detail .finding').first().waitFor();
  return page;
}

const dialog = (page: Page): ReturnType<Page['locator']> => page.locator('dialog.groups');
const acts = async (): Promise<unknown[]> => (await opened).document.decisions.map(({ act, row, why }) => [act, row['id'], why]);

test('the rows of a group stand under each other with their differences marked', async () => {
  const page = await issues();
  await page.keyboard.press('g');
  const rows = dialog(page).locator('.group-row');
  await rows.nth(2).waitFor();
  assert.deepEqual(await rows.locator('.group-facts b').allTextContents(), ['Row 1', 'Row 11', 'Row 17']);
  assert.deepEqual(await rows.locator('ins').allTextContents(), [' again', ' again too']);
  assert.deepEqual(await rows.locator('.fact').allTextContents(), ['delivery', 'delivery', 'delivery']);
  assert.match(await rows.nth(1).locator('.group-facts').innerText(), /\d % alike/);
  assert.doesNotMatch(await rows.nth(0).locator('.group-facts').innerText(), /alike/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await rows.locator('del').nth(1).waitFor();
  assert.deepEqual(await rows.locator('del').allTextContents(), [' again too', ' too']);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
});

test('Enter keeps the chosen row, excludes the others in one step, and the next group comes', async () => {
  const page = await issues();
  await page.keyboard.press('g');
  await dialog(page).locator('.group-row').nth(2).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await dialog(page).locator('.group-facts b', { hasText: /^Row 2$/ }).waitFor();
  assert.deepEqual(await acts(), [['exclude', 'a0', 'near-duplicate'], ['exclude', 'a16', 'near-duplicate']]);
  await page.keyboard.press('u');
  await dialog(page).locator('.group-facts b', { hasText: /^Row 11$/ }).waitFor();
  assert.deepEqual(await acts(), []);
  await page.keyboard.press('Escape');
});

test('undo goes back to the group that was decided on, by key and by mouse', async () => {
  const page = await issues();
  await page.keyboard.press('g');
  const title = dialog(page).locator('.dialog-head h2');
  await dialog(page).locator('.group-row').nth(2).waitFor();
  const groups = Number(/of (\d+)$/.exec(await title.innerText())?.[1]);
  await page.keyboard.press('n');
  await title.filter({ hasText: ` 2 of ${groups}` }).waitFor();
  const second = await dialog(page).locator('.facts').innerText();
  await page.keyboard.press('s');
  await title.filter({ hasText: ` of ${groups - 1}` }).waitFor();
  await dialog(page).getByRole('button', { name: /previous/ }).or(dialog(page).getByRole('button', { name: /next group/ })).first().click();
  await dialog(page).getByRole('button', { name: /undo/ }).click();
  await title.filter({ hasText: ` 2 of ${groups}` }).waitFor();
  assert.equal(await dialog(page).locator('.facts').innerText(), second);
  assert.deepEqual(await acts(), []);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
});

test('a double click on a word chooses its row and decides nothing', async () => {
  const page = await issues();
  await page.keyboard.press('g');
  await dialog(page).locator('.group-row').nth(1).locator('.text').dblclick();
  await dialog(page).locator('.group-row').nth(1).and(page.locator('.on')).waitFor();
  assert.deepEqual(await acts(), []);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
});

test('keys that come before the next group is drawn do nothing to the one before it, and step on', async () => {
  const page = await issues();
  await page.keyboard.press('g');
  await dialog(page).locator('.group-row').nth(2).waitFor();
  const title = dialog(page).locator('.dialog-head h2');
  const groups = Number(/of (\d+)$/.exec(await title.innerText())?.[1]);
  assert.ok(groups >= 2);
  await page.evaluate(() => {
    for (const key of ['n', 'Enter', 'a', '1', 'p', 'n'])
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
  });
  await title.filter({ hasText: ` 2 of ${groups}` }).waitFor();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  assert.deepEqual(await acts(), []);
});

test('a group can be compared from its card, and accepted as it is', async () => {
  const page = await issues();
  await page.getByRole('button', { name: 'compare and keep one' }).nth(1).click();
  await dialog(page).locator('.group-row').nth(1).waitFor();
  await page.keyboard.press('a');
  await dialog(page).waitFor({ state: 'detached' });
  assert.deepEqual(await acts(), [['accept', 'a1', 'near-duplicate'], ['accept', 'a12', 'near-duplicate']]);
});

test('a row of a group leads to the others from the inspector', async () => {
  const page = await issues();
  await page.locator('.issue-detail .way').first().click();
  await page.locator('.inspector .finding', { hasText: 'almost the same' }).getByRole('button', { name: 'compare and keep one' }).click();
  await dialog(page).locator('.group-row').nth(2).waitFor();
  await dialog(page).getByRole('button', { name: 'keep this one' }).nth(2).click();
  await dialog(page).waitFor({ state: 'detached' });
  assert.deepEqual((await acts()).slice(-2), [['exclude', 'a0', 'near-duplicate'], ['exclude', 'a10', 'near-duplicate']]);
  assert.deepEqual((await opened).violations, []);
});
