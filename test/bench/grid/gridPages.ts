import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { CDPSession, Page } from 'playwright-core';
import { root } from '../../../scripts/host/paths.ts';
import { openPage } from '../../webview/harness/browserPage.ts';
import type { GridNames } from './recorder.ts';

export interface TableSize {
  readonly rows: number;
  readonly columns: number;
  /** Milliseconds that the rows of a window take to come. */
  readonly latency: number;
}

/** A grid in a page of its own, ready to be measured. */
export interface GridPage {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly names: GridNames;
}

const winnowNames: GridNames = {
  scroller: '.rows-scroller', row: '.grid-row', cell: '.grid-cell', hidden: '[hidden]', pending: '.pending',
};
/** Its image column never has text, so that the row's number tells whether data has come. */
const prototypeNames: GridNames = { scroller: '.dg-scroll', row: '.dg-row', cell: '.dg-cell.frozen', hidden: '[hidden]', pending: '' };

/** Winnow's Samples tab over a generated table. */
export async function openWinnow({ rows, columns, latency }: TableSize): Promise<GridPage> {
  const opened = await open('test/webview/harness/gridPage.ts', undefined, `table=wide&rows=${rows}&columns=${columns}&latency=${latency}`, winnowNames);
  await opened.page.evaluate(noteDeliveries);
  return opened;
}

/** Tells the recorder which rows have come: those at hand must show in the next frame. */
const noteDeliveries = `{
  const { host } = window.winnow;
  const call = host.call;
  host.call = async (method, params, options) => {
    const result = await call(method, params, options);
    if (method === 'window') window.bench.deliver(result.offset, result.offset + result.rows.length, params.columns.map((name) => Number(/\\d+$/.exec(name) ?? 0)));
    return result;
  };
}`;

/**
 * The yardstick: a grid that does nothing but scroll (no keyboard, selection, marks, histograms or menus), as good as
 * scrolling by recycled rows gets. null where its folder is absent.
 */
export function yardstickFolder(): string | null {
  const folder = process.env['WINNOW_GRID_YARDSTICK'] ?? resolve(root, '..', 'shared', 'prototypes');
  return existsSync(join(folder, 'grid-rows.js')) ? folder : null;
}

export async function openYardstick(folder: string, { rows, columns, latency }: TableSize): Promise<GridPage> {
  const made = await mkdtemp(join(tmpdir(), 'winnow-grid-'));
  try {
    const entry = join(made, 'page.js');
    await writeFile(entry, `import { mount } from ${JSON.stringify(join(folder, 'grid-rows.js'))};
      document.documentElement.style.height = document.body.style.height = '100%';
      document.body.style.margin = '0';
      mount(document.body);`);
    return await open(entry, join(folder, 'grid.css'), `rows=${rows}&cols=${columns}&lat=${latency}`, prototypeNames);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

async function open(entry: string, style: string | undefined, query: string, names: GridNames): Promise<GridPage> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'test', 'bench', 'grid', 'recorder.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  const { page } = await openPage({
    entry, query, ...(style === undefined ? {} : { style }),
    prepare: async (prepared) => void (await prepared.addInitScript(`window.benchNames = ${JSON.stringify(names)};\n${outputFiles[0]!.text}`)),
  });
  await page.waitForFunction(() => window.bench.firstPaint !== null);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { page, cdp, names };
}
