import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import type { Page } from 'playwright-core';
import { root } from '../../scripts/host/paths.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

let page: Page;

/** What would move: the rows that fade, and a bar that says only that work goes on. */
const moving = (): Promise<string[]> => page.evaluate(() => {
  const bar = document.createElement('span');
  bar.className = 'progress endless';
  const part = bar.appendChild(document.createElement('i'));
  document.body.append(bar);
  const rows = getComputedStyle(document.querySelector('.grid-body')!);
  const found = [`rows ${rows.transitionDuration}`, `bar ${getComputedStyle(part).animationName}`];
  bar.remove();
  return found;
});

before(async () => {
  ({ page } = await openApp(join(root, 'samples', 'annotated-tickets.csv')));
  await page.locator('.grid-body').waitFor({ state: 'attached' });
});

after(closeBrowser);

it('moves nothing where the system asks for less motion', async () => {
  assert.deepEqual(await moving(), ['rows 0.15s', 'bar pass']);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  assert.deepEqual(await moving(), ['rows 0s', 'bar none']);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
});

it('moves nothing where VS Code is set to less motion, which the system does not tell', async () => {
  await page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
  assert.deepEqual(await moving(), ['rows 0s', 'bar none']);
});
