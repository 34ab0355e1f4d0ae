/**
 * A real VS Code for the editor tests.
 *
 *   const workspace = workspaceWith(['samples/support-tickets.csv']);
 *   const editor = await openEditor({ folder: workspace.folder, theme: 'dark' });
 *   await editor.openAsDataset('support-tickets.csv');
 *   const webview = await editor.webview();              // a Playwright Frame: webview.locator(…), webview.click(…)
 *   await editor.page.keyboard.press('j');               // the Playwright Page of the whole workbench
 *   await editor.screenshot('samples-dark');             // test/editor/out/samples-dark.png
 *   assert.deepEqual(editor.violations(), []);
 *   await editor.dispose();
 *
 * The host is the desktop VS Code where it can be downloaded and shown, else the same version's server with its web
 * workbench in a headless browser; WINNOW_HOST=web or =desktop chooses. A test file shares one server and one browser
 * between its editors (they start with the first and end with the file); each editor is a window of its own, with its
 * own storage and extension host. When a file is done, what its extension hosts logged is in test/editor/out/logs/.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after } from 'node:test';
import { readHostLogs } from '../../../scripts/host/editorHome.ts';
import { root } from '../../../scripts/host/paths.ts';
import { Editor } from './editor.ts';
import { openHost, type Host } from './host.ts';
import { type Theme } from './themes.ts';

export { Editor } from './editor.ts';
export { workspaceWith, type Workspace } from './workspaceWith.ts';
export type { Theme } from './themes.ts';

export interface OpenOptions {
  /** The folder to show: an absolute path. */
  folder: string;
  /** Dark without it. */
  theme?: Theme;
  /** A file of the folder to open in Winnow at once. */
  file?: string;
}

let host: Promise<Host> | undefined;
const editors = new Set<Editor>();

/** Opens a VS Code window on a folder and waits until its Explorer shows. */
export async function openEditor({ folder, theme = 'dark', file }: OpenOptions): Promise<Editor> {
  host ??= openHost();
  const window = await (await host).open(folder, theme);
  const editor = new Editor(window, (closed) => editors.delete(closed));
  editors.add(editor);
  await window.load();
  await editor.hasTheme(theme);
  await editor.isReady();
  if (file !== undefined) await editor.openAsDataset(file);
  return editor;
}

after(async () => {
  const running = await host?.catch(() => undefined); // its failure is the tests' failure already
  if (running === undefined) return;
  for (const editor of editors) {
    await editor.screenshot(`left-open-${testFile()}-${editors.size}`).catch(() => undefined);
    await editor.dispose();
  }
  const logs = join(root, 'test', 'editor', 'out', 'logs');
  mkdirSync(logs, { recursive: true });
  writeFileSync(join(logs, `${testFile()}.log`), readHostLogs(running.home));
  await running.stop();
});

function testFile(): string {
  return basename(process.argv[1] ?? 'editor', '.test.ts');
}
