import type { Page } from 'playwright-core';
import { downloadDesktop } from '../../../scripts/host/desktop.ts';
import type { EditorHome } from '../../../scripts/host/editorHome.ts';
import { desktopHost } from './desktopHost.ts';
import type { Theme } from './themes.ts';
import { webHost } from './webHost.ts';

/** A running VS Code that opens windows. */
export interface Host {
  home: EditorHome;
  open(folder: string, theme: Theme): Promise<HostWindow>;
  stop(): Promise<void>;
}

export interface HostWindow {
  kind: 'web' | 'desktop';
  page: Page;
  home: EditorHome;
  /** Shows the folder; listeners on the page can be set before. */
  load(): Promise<unknown>;
  close(): Promise<void>;
}

/** The desktop VS Code where it can be had, else the web one. */
export async function openHost(): Promise<Host> {
  const say = (line: string): void => console.log(line);
  const wanted = process.env['WINNOW_HOST'];
  const desktop = wanted === 'web' ? undefined : await downloadDesktop(say);
  if (desktop !== undefined) return desktopHost(desktop);
  if (wanted === 'desktop') throw new Error('WINNOW_HOST asks for the desktop VS Code, which cannot be had or shown here.');
  return webHost(say);
}
