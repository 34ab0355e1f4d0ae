import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { root } from '../../scripts/host/paths.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

const file = (name: string): string => join(root, 'test/fixtures/checks/annotator-disagreement', name, 'input.csv');
const opened = openApp(file('long'));

after(async () => {
  await (await opened).document.close();
  await closeBrowser();
});

async function start(): Promise<{ page: Page; violations: readonly string[] }> {
  const { page, violations, document: shown } = await opened;
  await shown.ready;
  await page.getByRole('tab', { name: 'Annotators' }).click();
  await page.locator('.adjudication').waitFor();
  return { page, violations };
}

const left = (page: Page, words: string): Promise<void> => page.locator('.adjudication [role="status"]', { hasText: words }).waitFor();

test('agreement, people and items to adjudicate are shown, and Enter takes the consensus and goes on', async () => {
  const { page, violations } = await start();
  assert.match(await page.locator('.agreement').innerText(), /Krippendorff’s α[\s\S]+3 annotators gave 24 labels to 8 items; on 2 of them they disagree\./);
  assert.deepEqual(
    (await page.locator('tr[data-annotator]').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-annotator')))).sort(),
    ['ada', 'bo', 'cem'],
  );
  await left(page, '2 left of 2 items');
  const first = await page.locator('.adjudication .item .text').innerText();
  await page.keyboard.press('Enter');
  await left(page, '1 left of 2 items');
  assert.notEqual(await page.locator('.adjudication .item .text').innerText(), first);
  await page.keyboard.press('2');
  await left(page, 'All are decided of 2 items');
  await page.keyboard.press('u');
  await left(page, '1 left of 2 items');
  await page.keyboard.press('k');
  await page.locator('.adjudication .item .decided', { hasText: 'decided' }).waitFor();
  assert.deepEqual(violations, []);
});

test('a person’s line shows their confusion, and their name the rows that they labelled', async () => {
  const { page } = await start();
  const line = page.locator('tr[data-annotator="bo"]');
  await line.locator('td').nth(2).click();
  await page.getByRole('heading', { name: 'What bo said (across) where the consensus is (down)' }).waitFor();
  await line.getByRole('button', { name: 'bo' }).click();
  await page.locator('.chip', { hasText: 'worker is bo' }).waitFor();
  await page.locator('.samples .bar .facts', { hasText: '8 of 25 rows' }).waitFor();
});

test('answers go into a column of their own, which is added with a click, and into the label as well', async () => {
  const { page, violations } = await start();
  const { document: shown } = await opened;
  const before = shown.decisions.length;
  await page.getByRole('button', { name: 'add a column “adjudicated” for them' }).click();
  await page.waitForFunction(() => document.querySelector<HTMLElement & { value: string }>('.adjudication vscode-dropdown')?.value === '[false,"adjudicated"]');
  await left(page, '2 left of 2 items');
  await page.locator('.adjudication').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('Enter');
  await left(page, '1 left of 2 items');
  const filled = shown.decisions.slice(before);
  assert.deepEqual([...new Set(filled.map(({ act, column }) => `${act} ${column!}`))], ['annotate adjudicated']);
  assert.equal(filled.length, 3);
  await page.locator('.adjudication vscode-dropdown').press('End');
  await page.waitForFunction(() => document.querySelector<HTMLElement & { value: string }>('.adjudication vscode-dropdown')?.value === '[true,"adjudicated"]');
  // The other item has neither.
  await page.locator('.item-list li:not(.decided) button').last().click();
  await page.locator('.adjudication').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('1');
  await page.locator('.adjudication .item .decided', { hasText: 'decided: ' }).or(page.locator('.adjudication [role="status"]', { hasText: 'All are decided' })).first().waitFor();
  const both = shown.decisions.slice(before + 3);
  assert.deepEqual([...new Set(both.map(({ act }) => (act === 'annotate' ? act : 'label')))].sort(), ['annotate', 'label']);
  assert.equal(both.filter(({ act }) => act === 'annotate').length, 3);
  assert.deepEqual(violations, []);
});

test('many people are compared in a table that fits, and where no column takes an answer one is added', async (context) => {
  const folder = await temporaryFolder(context);
  const people = Array.from({ length: 12 }, (_, at) => `annotator_${at + 1}`);
  const items = Array.from({ length: 20 }, (_, item) => [item, ...people.map((_name, at) => ((item * 7 + at * item) % 5 === 0 ? 'no' : 'yes'))].join(','));
  const path = join(folder, 'votes.csv');
  await writeFile(path, `${['item', ...people].join(',')}\n${items.join('\n')}\n`);
  const { page, violations, document: shown } = await openApp(path);
  await shown.ready;
  await page.getByRole('tab', { name: 'Annotators' }).click();
  await page.locator('.kappas.many').waitFor();
  const scroller = page.locator('.kappas .heat-scroll');
  assert.ok(await scroller.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth));
  // No column takes an answer: one for it is offered, and filled by key as soon as it is there.
  await page.getByRole('button', { name: 'Add a column “adjudicated”' }).click();
  await page.locator('.adjudication .item .keys').first().waitFor();
  await page.locator('.adjudication').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('1');
  await page.getByText('1 decision not saved').waitFor();
  assert.deepEqual(shown.decisions.map(({ act, column }) => [act, column]), [['annotate', 'adjudicated']]);
  assert.deepEqual(violations, []);
  await page.close();
  await shown.close();
});
