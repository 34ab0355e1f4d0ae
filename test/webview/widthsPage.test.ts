import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import type { Page } from 'playwright-core';
import { root } from '../../scripts/host/paths.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

let page: Page;

before(async () => {
  ({ page } = await openApp(join(root, 'samples', 'support-tickets.csv'), { size: { width: 1220, height: 760 } }));
  await page.locator('.status', { hasText: 'checked in' }).waitFor();
});

after(closeBrowser);

it('shows the whole line of each check at any width, button included, and its whole name', async () => {
  await page.getByRole('tab', { name: /^Issues/ }).click();
  const table = page.getByRole('grid', { name: 'Findings by check' });
  await table.waitFor();
  for (const wide of [500, 720, 900, 1000, 1060, 1130, 1220, 1300]) {
    await page.setViewportSize({ width: wide, height: 760 });
    const [held, list] = await page.locator('.issues-list').evaluate((panel) => [panel.scrollWidth, panel.clientWidth] as const);
    assert.ok(held <= list, `at ${wide} the list of ${list} pixels holds ${held}`);
    const cut = await table
      .locator('td:first-child')
      .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent));
    assert.deepEqual(cut, [], `at ${wide}`);
  }
});

it('leaves the name of the file whole while there is room for it', async () => {
  for (const wide of [720, 800, 900, 1000]) {
    await page.setViewportSize({ width: wide, height: 760 });
    const cut = await page.locator('.header .file').evaluate((name) => {
      const whole = document.createRange();
      whole.selectNodeContents(name);
      return whole.getBoundingClientRect().width - name.getBoundingClientRect().width > 0.001; // Any part of a pixel takes letters off.
    });
    assert.equal(cut, false, `at ${wide}`);
  }
});

it('says all of the facts to the pointer where there is no room for them', async () => {
  await page.setViewportSize({ width: 740, height: 760 });
  const facts = page.locator('.header .facts');
  assert.equal(await facts.getAttribute('title'), '2,000 rows, 2 of them unreadable · 13 columns · label category · split train / test · exact');
  assert.ok(await facts.evaluate((shown) => shown.scrollWidth > shown.clientWidth));
});

it('shows the whole line of each fix at any width, button included', async () => {
  await page.getByRole('tab', { name: /^Issues/ }).click();
  await page.getByRole('radio', { name: 'Backlog' }).click();
  await page.getByRole('grid', { name: 'What to fix, dearest first' }).waitFor();
  for (const wide of [500, 600, 720, 900]) {
    await page.setViewportSize({ width: wide, height: 760 });
    const [held, list] = await page.locator('.issues-list').evaluate((panel) => [panel.scrollWidth, panel.clientWidth] as const);
    assert.ok(held <= list, `at ${wide} the list of ${list} pixels holds ${held}`);
  }
});

it('gives the pane beside the rows its width back once there is room for it', async () => {
  await page.getByRole('tab', { name: /^Samples/ }).click();
  await page.setViewportSize({ width: 300, height: 760 });
  await page.getByRole('button', { name: 'Roles' }).click(); // What is drawn now is drawn in a narrow window.
  await page.getByRole('complementary', { name: 'Roles of the columns' }).waitFor();
  await page.setViewportSize({ width: 1220, height: 760 });
  await page.waitForFunction(() => document.querySelector('.side')!.getBoundingClientRect().width === 352);
  await page.setViewportSize({ width: 740, height: 760 });
  await page.getByRole('separator', { name: 'Width of this pane' }).focus();
  for (let times = 0; times < 8; times++) await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => document.querySelector('.side')!.getBoundingClientRect().width === 444); // Three fifths of the window.
});
