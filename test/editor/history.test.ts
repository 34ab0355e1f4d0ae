import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { savedDecisions, until } from './dataset.ts';
import { openSample } from './openSample.ts';

const data = 'support-tickets.csv';

describe('the history of a file in the editor', () => {
  const opened = openSample(data, (workspace) => {
    workspace.git('mv', data, 'tickets.csv');
    workspace.git('commit', '--quiet', '--no-verify', '--message=Under another name');
    workspace.git('mv', 'tickets.csv', data);
    const rows = workspace.read(data).split('\n');
    rows[1] = rows[1]!.replace(',delivery,', ',returns,');
    workspace.write(data, rows.slice(0, -40).join('\n'));
    workspace.git('commit', '--quiet', '--no-verify', '--all', '--message=Relabel one and drop some');
  });

  const version = (subject: string) => opened.dataset.page.locator('tr[data-commit]', { hasText: subject });

  it('lists the versions through renames, with what is in them', async () => {
    await opened.dataset.select(1);
    await opened.editor.command('Winnow: Show History');
    await version('Relabel one and drop some').getByRole('img').waitFor();
    await version('Under another name').getByRole('img').waitFor();
    await version('Add the data').getByText(/^2,000|1,99\d/).first().waitFor();
    await opened.editor.screenshot('history');
  });

  it('shows the selected row as it was, and restores it by a decision', async () => {
    const { page } = opened.dataset;
    await version('Add the data').click({ position: { x: 5, y: 5 } });
    await page.locator('vscode-button', { hasText: 'Show row 1 as it was' }).click();
    await page.locator('.past-cells').getByText('returns').waitFor();
    await page.locator('vscode-button', { hasText: 'Restore 1 cell' }).click();
    await opened.dataset.status(/1 cell decided as in/);
    await opened.editor.page.keyboard.press('Control+s');
    await until('the decision is saved', () => savedDecisions(opened.workspace, data).length === 1);
    const [decision] = savedDecisions(opened.workspace, data);
    assert.deepEqual([decision?.['act'], decision?.['from'], decision?.['to']], ['relabel', 'returns', 'delivery']);
    assert.match(opened.workspace.read(data), /,returns,/);
  });

  it('compares a version that had another name, and opens it read-only', async () => {
    const { page } = opened.dataset;
    await version('Under another name').click({ position: { x: 5, y: 5 } });
    await page.locator('vscode-button', { hasText: 'Compare with now' }).click();
    await page.getByText(/: 1 changed, \d+ removed/).waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await version('Relabel one and drop some').click({ position: { x: 5, y: 5 } });
    await page.locator('vscode-button', { hasText: 'Open' }).click();
    await until('the version is open', async () => {
      for (const frame of opened.editor.page.frames())
        if (
          /read-only/.test(
            await frame
              .locator('.header .facts')
              .innerText({ timeout: 1000 })
              .catch(() => ''),
          )
        )
          return true;
      return false;
    });
    await opened.editor.screenshot('history-opened');
    assert.deepEqual(opened.editor.violations(), []);
  });
});
