/**
 * A page of the webview in a headless Chromium, under the policy that VS Code's page has.
 *
 *   const opened = await openPage({ entry: 'test/webview/harness/gridPage.ts', query: 'table=hostile', theme: 'dark' });
 *   await opened.page.keyboard.press('j');
 *   assert.deepEqual(opened.violations, []);
 *   await closeBrowser();
 */
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { ensureBrowser } from '../../../scripts/host/browser.ts';
import { root } from '../../../scripts/host/paths.ts';
import { patience } from '../../editor/harness/patience.ts';
import { themeOf, type ThemeName } from './themeColours.ts';

export interface PageOptions {
  /** The script of the page, from the root of the project. */
  readonly entry: string;
  /** Its styles; those of the webview where none are named. */
  readonly style?: string;
  readonly query?: string;
  readonly theme?: ThemeName;
  readonly size?: { readonly width: number; readonly height: number };
  /** Called before anything runs in the page. */
  readonly prepare?: (page: Page) => Promise<void>;
}

export interface OpenedPage {
  readonly page: Page;
  /** What the policy has stopped, and errors that nobody caught. */
  readonly violations: readonly string[];
}

const origin = 'https://winnow.test';
const nonce = 'nonce-of-the-test';
const policy = `default-src 'none'; style-src ${origin}; script-src 'nonce-${nonce}'; font-src ${origin}; img-src ${origin} data: blob:`;
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: Promise<Browser> | undefined;
const bundles = new Map<string, Promise<{ readonly script: string; readonly style: string }>>();

export async function openPage({
  entry,
  style: styles = join('webview', 'style.css'),
  query = '',
  theme = 'dark',
  size = { width: 1280, height: 760 },
  prepare,
}: PageOptions): Promise<OpenedPage> {
  browser ??= launch();
  const { script, style } = await bundleOf(entry, styles);
  const { kind, css } = themeOf(theme);
  const context = await (await browser).newContext({ viewport: size });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const violations: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') violations.push(message.text());
  });
  page.on('pageerror', (error) => violations.push(String(error)));
  const bodies: Record<string, { contentType: string; body: string }> = {
    '/': { contentType: 'text/html', body: htmlOf(kind) },
    '/main.js': { contentType: 'text/javascript', body: script },
    '/style.css': { contentType: 'text/css', body: `${css}\n${style}` },
  };
  await page.route(`${origin}/**`, (route) => {
    const answer = bodies[new URL(route.request().url()).pathname];
    return answer ? route.fulfill(answer) : route.fulfill({ status: 404, body: '' });
  });
  await prepare?.(page);
  await page.goto(`${origin}/?${query}`);
  return { page, violations };
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

async function launch(): Promise<Browser> {
  const { executable, env } = await ensureBrowser((line) => console.log(line));
  return chromium.launch({ executablePath: executable, args: flags, env: { ...process.env, ...env } });
}

function bundleOf(entry: string, styles: string): Promise<{ readonly script: string; readonly style: string }> {
  const key = `${entry} ${styles}`;
  const made = bundles.get(key) ?? bundle(entry, styles);
  bundles.set(key, made);
  return made;
}

async function bundle(entry: string, styles: string): Promise<{ readonly script: string; readonly style: string }> {
  const alias = { '@microsoft/fast-web-utilities': join(root, 'webview', 'ui', 'fastWebUtilities.ts') };
  const options = { bundle: true, write: false, platform: 'browser', target: 'es2022', format: 'esm', logLevel: 'silent', alias } as const;
  const [script, style] = await Promise.all([
    build({ ...options, entryPoints: [resolve(root, entry)] }),
    build({ ...options, entryPoints: [resolve(root, styles)] }),
  ]);
  return { script: script.outputFiles[0]!.text, style: style.outputFiles[0]!.text };
}

const htmlOf = (kind: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" href="${origin}/style.css">
  <link rel="icon" href="data:,">
</head>
<body class="${kind}">
  <script type="module" nonce="${nonce}" src="${origin}/main.js"></script>
</body>
</html>`;
