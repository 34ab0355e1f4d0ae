import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { until } from './dataset.ts';
import { openSample } from './openSample.ts';

const data = 'support-tickets.csv';

describe('setting a folder up', () => {
  const opened = openSample(data);
  const page = () => opened.editor.page;
  const config = (): Record<string, unknown> => JSON.parse(opened.workspace.read('winnow.json')) as Record<string, unknown>;

  it('infers a first winnow.json, shows it, and checks by it', async () => {
    await opened.editor.command('Winnow: Infer winnow.json from This Dataset');
    await until('winnow.json is written', () => existsSync(opened.workspace.path('winnow.json')));
    await page().locator('.tab', { hasText: 'winnow.json' }).waitFor();
    await page().locator('.monaco-editor .view-line').getByText('"expectations"').first().waitFor();
    const { roles } = (config()['files'] as Record<string, { roles: Record<string, unknown> }>)[data]!;
    assert.equal(roles['label'], 'category');
    await opened.editor.screenshot('inferred-config');
  });

  it('marks a key that is not known where it stands, and explains the one below the pointer', async () => {
    opened.workspace.write('winnow.json', JSON.stringify({ ...config(), expectation: {} }, null, 2));
    await opened.editor.command('Problems: Focus on Problems View');
    await page().locator('.panel').getByPlaceholder(/^Filter/).fill('is not allowed');
    await page().locator('.markers-panel').getByText(/expectation is not allowed/i).first().waitFor();
    await page().locator('.tab', { hasText: 'winnow.json' }).click();
    await page().keyboard.press('Control+Home');
    await page().locator('.monaco-editor .view-line').getByText('"roles"').first().hover();
    await page().locator('.monaco-hover').filter({ hasText: /column/i }).first().waitFor();
    await opened.editor.screenshot('config-hover');
  });

  it('puts the check in front of commits', async () => {
    await opened.editor.command('Winnow: Install the Commit Hook');
    await until('the hook is there', () => existsSync(opened.workspace.path('.git/hooks/pre-commit')));
    await until('sidecars merge by union', () => existsSync(opened.workspace.path('.gitattributes')));
    await page().locator('.notifications-toasts .notification-list-item').filter({ hasText: /hook/ }).first().waitFor();
    await opened.editor.screenshot('hook-installed');
    assert.deepEqual(opened.editor.violations(), []);
  });
});
