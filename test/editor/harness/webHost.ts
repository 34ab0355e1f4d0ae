import { chromium } from 'playwright-core';
import { ensureBrowser } from '../../../scripts/host/browser.ts';
import type { Say } from '../../../scripts/host/command.ts';
import { changeSettings, makeHome } from '../../../scripts/host/editorHome.ts';
import { startServer } from '../../../scripts/host/server.ts';
import { ensureServer } from '../../../scripts/host/serverInstall.ts';
import type { Host } from './host.ts';
import { patience } from './patience.ts';
import { themes } from './themes.ts';

/** As root, Chromium has no sandbox; without a network, it need not look for updates. */
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** VS Code's server, shown by a headless Chromium: one of each, and a browser context of its own for every window. */
export async function webHost(say: Say): Promise<Host> {
  const install = await ensureServer(say);
  const { executable, env } = await ensureBrowser(say);
  // As on the desktop: in a browser VS Code saves by itself.
  const home = makeHome({ 'files.autoSave': 'off' });
  const server = await startServer(install, { home });
  const browser = await chromium.launch({ executablePath: executable, args: flags, env: { ...process.env, ...env } });
  return {
    home,
    open: async (folder, theme) => {
      changeSettings(home, { 'workbench.colorTheme': themes[theme].id });
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
      context.setDefaultTimeout(patience);
      const page = await context.newPage();
      return { kind: 'web', page, home, load: () => page.goto(server.url(folder)), close: () => context.close() };
    },
    stop: async () => {
      await browser.close();
      await server.stop();
    },
  };
}
