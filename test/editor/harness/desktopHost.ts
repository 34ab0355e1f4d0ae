import { createServer } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';
import { endTied, spawnTied } from '../../../scripts/host/children.ts';
import { changeSettings, makeHome, removeHome } from '../../../scripts/host/editorHome.ts';
import { cleanEnvironment } from '../../../scripts/host/environment.ts';
import type { Host } from './host.ts';
import { patience } from './patience.ts';
import { themes } from './themes.ts';

/** The desktop VS Code, driven through its debugging port: a process of its own for every window. */
export function desktopHost(executable: string): Host {
  const home = makeHome({ 'window.restoreWindows': 'none', 'window.dialogStyle': 'custom', 'window.menuStyle': 'custom' });
  return {
    home,
    open: async (folder, theme) => {
      changeSettings(home, { 'workbench.colorTheme': themes[theme].id });
      const port = await freePort();
      const child = spawnTied(executable, [
        folder, '--new-window', `--remote-debugging-port=${port}`, '--user-data-dir', home.userData, '--extensions-dir', home.extensions,
        '--disable-workspace-trust', '--disable-telemetry', '--disable-updates', '--skip-welcome', '--skip-release-notes',
        '--no-cached-data', '--use-inmemory-secretstorage', '--disable-gpu',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ], { env: cleanEnvironment(), stdio: 'ignore' });
      const browser = await connect(port);
      const page = await findWorkbench(browser);
      page.setDefaultTimeout(patience);
      const close = async (): Promise<void> => {
        await browser.close();
        await endTied(child);
      };
      return { kind: 'desktop', page, home, load: () => Promise.resolve(), close };
    },
    stop: () => Promise.resolve(removeHome(home)),
  };
}

async function connect(port: number): Promise<Browser> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    } catch (error) {
      if (tries === 60) throw new Error('The desktop VS Code did not start in 30 s.', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function findWorkbench(browser: Browser): Promise<Page> {
  for (let tries = 0; tries < 60; tries += 1) {
    const page = browser.contexts().flatMap((context) => context.pages()).find((candidate) => candidate.url().includes('workbench.html'));
    if (page !== undefined) return page;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('The desktop VS Code showed no window in 30 s.');
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
