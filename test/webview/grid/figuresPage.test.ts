import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { ColumnProfile } from '../../../src/core/profile.ts';
import { closeBrowser, openPage } from '../harness/browserPage.ts';
import '../harness/pageWindow.ts';

after(closeBrowser);

/** Values as long as is supposed of a column that nothing is known of, so that its width stays. */
const profile = (column: string, more: Partial<ColumnProfile> = {}): ColumnProfile => ({
  column, type: 'number', rows: 1000, nulls: 0, blanks: 0, distinct: 500, distinctIsExact: true, min: '0', max: '9', meanLength: 12 / 1.3, top: [],
  histogram: [{ from: 0, to: 5, count: 600 }, { from: 5, to: 9, count: 400 }], ...more,
});

async function open(): Promise<Page> {
  const { page } = await openPage({ entry: 'test/webview/harness/gridPage.ts', query: 'table=wide&rows=1000&columns=8&latency=2' });
  await page.waitForFunction(() => document.querySelector('.grid-row:not([hidden]) .grid-cell:not(.pending)') !== null);
  return page;
}

const frames = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));

test('the figures of a column are drawn as they come, and no other header is written again', async () => {
  const page = await open();
  const facts = page.locator('.grid-heading:not([hidden]):not(.number) .facts');
  assert.deepEqual([...new Set(await facts.allTextContents())], ['…']);
  await page.evaluate(() => {
    const written: string[] = [];
    Object.assign(window, { written });
    for (const heading of document.querySelectorAll('.grid-heading:not([hidden])')) {
      const name = heading.querySelector('.name')!.textContent ?? '';
      new MutationObserver(() => written.push(name)).observe(heading, { subtree: true, childList: true, attributes: true, characterData: true });
    }
  });
  await page.evaluate((come) => window.winnow.store.patchDocument({ profiles: come }), [profile('feature_2')]);
  await frames(page);
  assert.deepEqual((await facts.allTextContents()).filter((text) => text !== '…'), ['0 – 9']);
  assert.deepEqual(await page.evaluate(() => [...new Set((window as unknown as { written: string[] }).written)]), ['feature_2']);
  assert.equal(await page.locator('.grid-bars .bar').count(), 2);
});

test('while the file is read the host is told which columns are in sight and have no figures', async () => {
  const page = await open();
  assert.deepEqual(await page.evaluate(() => window.winnow.host.preferred), []);
  await page.evaluate((come) => window.winnow.store.patchDocument({ phase: 'loading', loadedRows: 1000, profiles: come }), [profile('feature_1')]);
  await page.waitForFunction(() => window.winnow.host.preferred.length > 0);
  const [told] = await page.evaluate(() => window.winnow.host.preferred);
  assert.ok(told!.includes('text') && told!.includes('feature_2') && !told!.includes('feature_1'), String(told));
});

test('exact figures are asked for from the menu of a header that shows estimates, and only there', async () => {
  const page = await open();
  await page.evaluate(
    (come) => window.winnow.store.patchDocument({ profiles: come }),
    [profile('feature_1', { distinctIsExact: false, approximate: ['median'] }), profile('feature_2')],
  );
  await frames(page);
  const item = page.locator('.menu button', { hasText: 'Exact figures' });
  await page.locator('.grid-heading:not([hidden])', { hasText: 'feature_2' }).click({ button: 'right' });
  assert.equal(await item.count(), 0);
  await page.keyboard.press('Escape');
  await page.locator('.grid-heading:not([hidden])', { hasText: 'feature_1' }).click({ button: 'right' });
  await item.click();
  await page.waitForFunction(() => window.winnow.host.exact.length > 0);
  assert.deepEqual(await page.evaluate(() => window.winnow.host.exact), ['feature_1']);
});
