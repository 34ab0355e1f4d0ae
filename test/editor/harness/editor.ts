import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { readHostLogs } from '../../../scripts/host/editorHome.ts';
import { root } from '../../../scripts/host/paths.ts';
import type { HostWindow } from './host.ts';
import { patience } from './patience.ts';
import { themes, type Theme } from './themes.ts';

const out = join(root, 'test', 'editor', 'out');

/** One VS Code window, and what the tests do with it. */
export class Editor {
  /** The whole workbench. */
  readonly page: Page;
  private readonly seen: string[] = [];

  constructor(private readonly window: HostWindow, private readonly onClosed: (editor: Editor) => void) {
    this.page = window.page;
    this.page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) this.seen.push(`${message.text()} (${message.location().url})`);
    });
  }

  /**
   * Runs a command by its full title, as "Winnow: Check Dataset", through the command palette; `choice` is taken of the
   * list that it shows.
   */
  async command(title: string, choice?: string): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
    let patient = 2000;
    await this.until(`The command palette has no “${title}”.`, async () => {
      await this.page.keyboard.press('F1');
      await this.page.locator('.quick-input-widget input').fill(`>${title}`, { timeout: 5000 }).catch(() => undefined);
      // The palette lists what was known when it opened; an extension that is still starting shows in the next one.
      if (await appears(row, patient)) return true;
      // On a slow machine the list itself takes its time.
      patient *= 2;
      await this.page.keyboard.press('Escape');
      return false;
    });
    await row.click();
    await row.waitFor({ state: 'hidden' });
    if (choice !== undefined) await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: choice }).first().click();
  }

  /** The Explorer's row of a file or folder of the workspace. */
  file(name: string): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Opens a file of the workspace's top folder in Winnow, through the Explorer's menu where that is not the system's own. */
  async openAsDataset(name: string): Promise<void> {
    if (this.window.kind === 'web') await this.chooseInMenu(this.file(name), 'Open as Dataset');
    else {
      await this.file(name).click();
      await this.command('Winnow: Open as Dataset');
    }
    await this.webview();
  }

  /** Chooses an entry of the menu that a right click brings up. */
  async chooseInMenu(of: Locator, text: string): Promise<void> {
    await this.until(`The menu has no “${text}”.`, () => this.hasChosen(of, text));
  }

  /** Renames a file in the Explorer by its key. */
  async rename(name: string, to: string): Promise<void> {
    const field = this.page.locator('.explorer-item-edited input');
    await this.until(`The Explorer offers no field for a new name of ${name}.`, async () => {
      // The Explorer may still be drawing what was opened or written last, which takes the field away.
      await this.file(name).click();
      await this.page.keyboard.press('F2');
      if (!(await appears(field, 2000))) return false;
      return field.fill(to, { timeout: 2000 }).then(() => field.press('Enter', { timeout: 2000 })).then(() => true, () => false);
    });
  }

  /** Selects two files of the Explorer and chooses an entry of the menu of both. */
  async chooseInMenuOfPair(first: string, second: string, text: string): Promise<void> {
    const selected = this.page.locator('.explorer-folders-view .monaco-list-row.selected');
    await this.until(`The menu of ${first} and ${second} has no “${text}”.`, async () => {
      await this.file(first).click();
      // A file that is opened is revealed in the Explorer, and is then the only one selected: that comes first.
      await this.page.locator('.tabs-container .tab.active').filter({ hasText: first }).waitFor();
      await this.file(second).click({ modifiers: ['ControlOrMeta'] });
      return (await appears(selected.nth(1), 2000)) && this.hasChosen(this.file(second), text);
    });
  }

  /**
   * @returns whether the menu came up, was of this row, had the entry and took the click. It goes when what it is of is drawn
   * anew; and where another row came in meanwhile (a file that was just written), the click meets that one.
   */
  private async hasChosen(of: Locator, text: string): Promise<boolean> {
    const item = this.page.locator('.monaco-menu .action-menu-item').filter({ hasText: text });
    await of.click({ button: 'right' });
    // For a moment after it came up a menu takes no clicks.
    while ((await appears(item, 5000)) && (await isFocused(of))) {
      await item.click({ timeout: 2000 }).catch(() => undefined);
      if (await goes(item, 1000)) return true;
    }
    await this.page.keyboard.press('Escape');
    await this.page.locator('.context-view-block').waitFor({ state: 'detached' });
    return false;
  }

  /** Tries again until something has come true. */
  private async until(problem: string, isDone: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + patience;
    while (!(await isDone())) if (Date.now() > deadline) throw new Error(problem);
  }

  /** The page inside the Winnow editor that shows now. Waits for it. */
  async webview(): Promise<Frame> {
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      for (const frame of this.page.frames()) if (await isShownWinnow(frame)) return frame;
      await this.page.waitForTimeout(50);
    }
    throw new Error(`No Winnow editor shows. The extension host says:\n${this.hostLog().slice(-3000)}`);
  }

  /** Saves a picture of the window as test/editor/out/NAME.png and returns its path. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(out, { recursive: true });
    const path = join(out, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** Changes the colour theme as a user does: the web workbench does not watch its settings file. */
  async setTheme(theme: Theme): Promise<void> {
    await this.command('Preferences: Color Theme');
    await this.page.locator('.quick-input-widget input').fill(themes[theme].label);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: themes[theme].label }).first().click();
    await this.hasTheme(theme);
  }

  /** Waits until the workbench shows in a theme. */
  async hasTheme(theme: Theme): Promise<void> {
    await this.page.locator(`.monaco-workbench.${themes[theme].className}`).first().waitFor();
  }

  /** Loads the window anew, as a user does who closes and opens it: what was not saved is kept where VS Code keeps it. */
  async reload(): Promise<void> {
    await this.page.waitForTimeout(3000); // A window keeps nothing of its first seconds.
    const loaded = this.page.waitForEvent('load');
    if (this.window.kind === 'web') await this.page.reload();
    else await this.command('Developer: Reload Window');
    await loaded;
    await this.isReady();
  }

  /** Waits until the Explorer shows. */
  async isReady(): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** Everything that a content security policy has refused in this window so far. */
  violations(): readonly string[] {
    return this.seen;
  }

  /** What the extension hosts of this test file have logged. */
  hostLog(): string {
    return readHostLogs(this.window.home);
  }

  /** Where this VS Code keeps what extensions store. */
  get userData(): string {
    return this.window.home.userData;
  }

  /** Closes the window. */
  async dispose(): Promise<void> {
    this.onClosed(this);
    await this.window.close();
  }
}

async function appears(locator: Locator, timeout: number): Promise<boolean> {
  return locator.waitFor({ timeout }).then(() => true, () => false);
}

/** Lists give the row whose menu is asked for the focus. */
async function isFocused(row: Locator): Promise<boolean> {
  return row
    .evaluate((element) => element.closest('.monaco-list-row')?.classList.contains('focused') ?? false, undefined, { timeout: 5000 })
    .catch(() => false);
}

async function goes(locator: Locator, timeout: number): Promise<boolean> {
  return locator.waitFor({ state: 'hidden', timeout }).then(() => true, () => false);
}

/** VS Code keeps the pages of hidden tabs, and shows each in a frame of a frame: it is the outer one that is hidden. */
async function isShownWinnow(frame: Frame): Promise<boolean> {
  try {
    const outer = frame.parentFrame();
    if (outer === null || !(await frame.locator('body[data-winnow]').count())) return false;
    return await (await outer.frameElement()).isVisible();
  } catch {
    return false; // The frame went away while it was looked at.
  }
}
