import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { Frame, Locator } from 'playwright-core';
import type { Editor, Workspace } from './harness/openEditor.ts';
import { patience } from './harness/patience.ts';

/** A dataset that is open in Winnow, as a person sees it. */
export class Dataset {
  private constructor(readonly editor: Editor, readonly page: Frame) {}

  /** Opens a file of the workspace and waits until the checks have run. */
  static async open(editor: Editor, name: string): Promise<Dataset> {
    await editor.openAsDataset(name);
    const dataset = await Dataset.shown(editor, name);
    await dataset.checked();
    return dataset;
  }

  /** The dataset of this name in the tab that shows, once it does. */
  static async shown(editor: Editor, name: string): Promise<Dataset> {
    let dataset: Dataset | undefined;
    await until(`${name} shows in Winnow`, async () => {
      const page = await editor.webview();
      // The page of a tab that is being closed has no heading any more: that is not waited for.
      const heading = await page.locator('.header .file').innerText({ timeout: 1000 }).catch(() => '');
      if (heading === name) dataset = new Dataset(editor, page);
      return dataset !== undefined;
    });
    return dataset!;
  }

  /** The checks have run. */
  async checked(): Promise<void> {
    await this.page.locator('.status', { hasText: 'checked in' }).waitFor();
  }

  /** Does something that has the dataset read anew, and waits until it begins: what shows before is of the reading before. */
  async readAgainAfter(act: () => Promise<void>): Promise<void> {
    const readAgain = this.page.evaluate(`new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector('.status').textContent.includes('checked in')) resolve(observer.disconnect());
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    })`);
    await act();
    await readAgain;
  }

  get grid(): Locator {
    return this.page.getByRole('grid', { name: 'Rows' });
  }

  /** The row with a row number. */
  row(row: number): Locator {
    return this.grid.locator('.grid-row:not([hidden])').filter({ has: this.page.locator('[role=rowheader]', { hasText: new RegExp(`^\\s*${row}\\s*$`) }) });
  }

  /** The cell of a row in a column, by the columns' names; it has to be in sight. */
  async cell(row: number, column: string): Promise<Locator> {
    const heading = this.grid.getByRole('columnheader').filter({ has: this.page.getByText(column, { exact: true }) }).first();
    return this.row(row).locator(`[aria-colindex="${await heading.getAttribute('aria-colindex')}"]`);
  }

  /** Clicks a row that is in sight, which gives the rows the keyboard. */
  async select(row: number): Promise<void> {
    await this.row(row).locator('[aria-colindex="2"]').click();
    await this.inspects(row);
  }

  /** The inspector shows the row. */
  async inspects(row: number): Promise<void> {
    await this.page.getByText(new RegExp(`^Row ${row.toLocaleString('en')}(?![\\d,])`)).first().waitFor();
  }

  /** Every row in sight has been read. */
  async settled(): Promise<void> {
    await this.page.locator('[role=grid][aria-label=Rows][aria-busy=false]').waitFor();
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.editor.page.keyboard.press(key);
  }

  async tab(name: 'Samples' | 'Distributions' | 'Issues'): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  /** Waits until the status line says this. */
  async status(words: string | RegExp): Promise<void> {
    await this.page.locator('.status').getByText(words).first().waitFor();
  }

  /** Waits until the number of rows in the view is this. */
  async viewRows(rows: string): Promise<void> {
    await this.page.locator('.samples .bar').getByText(rows, { exact: true }).waitFor();
  }
}

/** Waits until something is so: for what no element shows. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > deadline) assert.fail(`It did not come about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The decisions in the sidecar of a data file; none where there is no sidecar. */
export function savedDecisions(workspace: Workspace, data: string): Record<string, unknown>[] {
  const sidecar = `${data}.winnow.jsonl`;
  if (!existsSync(workspace.path(sidecar))) return [];
  return workspace.read(sidecar).trim().split('\n').slice(1).map((line) => JSON.parse(line) as Record<string, unknown>);
}
