import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { closeBrowser, openPage } from '../harness/browserPage.ts';

after(closeBrowser);

/** Texts of the elements of a role, in the order in which Chromium gives them to a screen reader. */
async function read(page: Page, role: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const texts: string[] = [];
  const walk = (id: string): string => {
    const node = byId.get(id);
    if (!node) return '';
    const own = node.role?.value === 'StaticText' ? String(node.name?.value ?? '') : '';
    const place = node.role?.value === role ? texts.push('') - 1 : -1;
    const inside = (node.childIds ?? []).map(walk).join(' ');
    if (place >= 0) texts[place] = inside.trim();
    return `${own}${inside}`;
  };
  walk(nodes[0]!.nodeId);
  return texts;
}

/** Names of the columns in sight, from left to right. */
const namesSeen = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.grid-heading:not([hidden])')]
      .sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left)
      .map((heading) => heading.querySelector('.name')!.textContent ?? ''),
  );

test('rows and columns are read in the order in which they are seen, wherever one has scrolled', async () => {
  const { page, violations } = await openPage({ entry: 'test/webview/harness/gridPage.ts', query: 'table=wide&rows=100000&columns=60' });
  // Keys mean the rows that are there.
  await page.locator('.grid-row.selected .number', { hasText: /^1$/ }).waitFor();
  await page.locator('.rows-scroller').focus();
  const ways = [[['ArrowDown'], 2], [['Control+End'], 100_000], [['ArrowUp', 'ArrowLeft'], 99_999], [['PageUp', 'PageUp', 'PageUp', 'Home'], null]] as const;
  for (const [keys, row] of ways) {
    for (const key of keys) await page.keyboard.press(key);
    if (row !== null) await page.locator('.grid-row.selected .number', { hasText: new RegExp(`^${row}$`) }).waitFor();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.waitForFunction(() => document.querySelector('.grid-row:not([hidden]) .grid-cell.pending:not([hidden])') === null);
    const rows = await read(page, 'rowheader');
    assert.ok(rows.length > 20);
    assert.deepEqual(rows, rows.map((_, place) => String(Number(rows[0]) + place)));
    const names = await namesSeen(page);
    const headings = await read(page, 'columnheader');
    assert.equal(headings.length, names.length);
    headings.forEach((text, place) => assert.ok(text.startsWith(names[place]!), `${text} is not ${names[place]}`));
  }
  assert.deepEqual(violations, []);
});
