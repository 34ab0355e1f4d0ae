import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { WebviewCommand } from '../../src/protocol/methods.ts';
import { root } from '../../scripts/host/paths.ts';
import { openApp } from './harness/appPage.ts';
import { closeBrowser } from './harness/browserPage.ts';

describe('a dialog that opens', () => {
  let page: Page;
  let requests = 1000;

  before(async () => {
    const opened = await openApp(join(root, 'samples', 'support-tickets.csv'));
    page = opened.page;
    await opened.document.ready;
    await page.locator('.row-facts').waitFor();
  });
  after(closeBrowser);

  const hasKeyboard = (selector: string): Promise<unknown> => page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector);

  async function open(command: WebviewCommand): Promise<void> {
    const message = { kind: 'request', id: requests++, method: 'run', params: { command } };
    await page.evaluate((text) => (window as unknown as { winnowReceive(text: string): void }).winnowReceive(text), JSON.stringify(message));
    await page.locator('dialog[open]').waitFor();
  }

  async function close(): Promise<void> {
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
  }

  it('gives its first field the keyboard, or the one to write in, and never its cross', async () => {
    const fields: readonly (readonly [WebviewCommand, string])[] = [
      ['mergeLabels', '.merge-from vscode-text-field'],
      ['splitLabel', 'vscode-dropdown'],
      ['renameLabel', 'vscode-text-field'],
      ['addAnnotation', 'vscode-text-field'],
    ];
    for (const [command, field] of fields) {
      await open(command);
      await hasKeyboard(`dialog.dialog .dialog-body ${field}`);
      await close();
    }
  });

  it('has it itself where it has no field, so that Enter presses nothing', async () => {
    await page.getByRole('tab', { name: /^Issues/ }).click();
    await page.locator('tr[data-check="near-duplicate"]').click();
    await page.locator('.issue-detail').getByText(/^compare/i).first().click();
    await hasKeyboard('dialog.groups');
    await close();
    assert.equal(await page.locator('.status').getByText('not saved').count(), 0);
  });
});
