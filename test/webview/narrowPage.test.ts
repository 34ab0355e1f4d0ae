import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { root } from '../../scripts/host/paths.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

const width = 400;
let opened: Awaited<ReturnType<typeof openApp>>;

before(async () => {
  opened = await openApp(join(root, 'samples', 'annotated-tickets.csv'), { size: { width, height: 760 } });
  await opened.page.locator('.status', { hasText: 'checked in' }).waitFor();
});

after(closeBrowser);

it('shows every tab whole where the pane is narrow', async () => {
  for (const tab of await opened.page.getByRole('tab').all()) {
    const box = (await tab.boundingBox())!;
    assert.ok(box.x >= 0 && box.x + box.width <= width, `${await tab.innerText()} ends at ${box.x + box.width}`);
    assert.ok(box.height < 40, `${await tab.innerText()} is one line`);
  }
});

it('shows everything above the rows and above the charts whole', async () => {
  for (const name of [/^Samples/, /^Distributions/]) {
    await opened.page.getByRole('tab', { name }).click();
    await opened.page.locator('.main .bar').first().waitFor();
    const ends = await opened.page.locator('.main .bar').first().evaluate((bar) => [...bar.children].map((child) => child.getBoundingClientRect().right));
    assert.ok(Math.max(...ends) <= width, `${name}: ${ends.join(', ')}`);
  }
});

it('keeps its frame in place when something at its side gets the keyboard', async () => {
  await opened.page.getByRole('tab', { name: /^History/ }).focus();
  assert.equal(
    await opened.page.evaluate(
      () => document.body.scrollLeft + document.documentElement.scrollLeft + document.querySelector('#winnow')!.scrollLeft,
    ),
    0,
  );
});
