import { closeBrowser } from '../../webview/harness/browserPage.ts';
import type { BenchOptions, Measurement } from '../measurement.ts';
import { measureGesture, tallGestures, watchGesture, wideGestures, type Gesture, type Run } from './gestures.ts';
import { openWinnow, openYardstick, yardstickFolder, type GridPage, type TableSize } from './gridPages.ts';

/** A frame that is longer was missed at 60 a second. */
const longFrame = 25;
const latency = 25;

interface Pair {
  readonly winnow: GridPage;
  readonly yardstick: GridPage | null;
}

/**
 * The grid in a headless Chromium over a generated table whose rows come after 25 ms: frames under wheel, fling,
 * scrollbar and keys, each run next to one of the yardstick; then blank rows, first paint and heap.
 */
export async function measureGrid(options: Pick<BenchOptions, 'runs' | 'log' | 'only'>): Promise<Measurement[]> {
  const folder = yardstickFolder();
  if (folder === null) options.log('The yardstick of the grid is absent: its frames are measured alone. WINNOW_GRID_YARDSTICK names its folder.');
  try {
    return [
      ...await measureTable(options, folder, { rows: 10_000_000, columns: 60, latency }, tallGestures),
      ...await measureTable(options, folder, { rows: 1000, columns: 2000, latency }, wideGestures),
    ];
  } finally {
    await closeBrowser();
  }
}

async function measureTable(
  { runs, log, only }: Pick<BenchOptions, 'runs' | 'log' | 'only'>,
  folder: string | null,
  size: TableSize,
  gestures: readonly Gesture[],
): Promise<Measurement[]> {
  const group = `Grid, ${size.rows.toLocaleString('en-US')} rows × ${size.columns.toLocaleString('en-US')} columns`;
  const firstPaints = { winnow: [] as number[], yardstick: [] as number[] };
  const open = async (): Promise<Pair> => {
    const pair = { winnow: await openWinnow(size), yardstick: folder === null ? null : await openYardstick(folder, size) };
    firstPaints.winnow.push(await firstPaint(pair.winnow));
    if (pair.yardstick) firstPaints.yardstick.push(await firstPaint(pair.yardstick));
    return pair;
  };
  for (let run = 1; run < runs; run++) await close(await open());
  const pair = await open();
  const measured: Measurement[] = [];
  for (const gesture of gestures.filter(({ name }) => only === undefined || name.includes(only))) {
    log(`${group}: ${gesture.name}`);
    measured.push(...(await measureOne(group, pair, gesture, runs)));
  }
  const heap = { winnow: await heapOf(pair.winnow), yardstick: pair.yardstick ? [await heapOf(pair.yardstick)] : [] };
  await close(pair);
  return [
    compared(
      { group, name: 'first paint', unit: 'ms', values: firstPaints.winnow, note: 'from navigation, script and first window included' },
      firstPaints.yardstick,
    ),
    ...measured,
    compared({ group, name: 'JavaScript heap after scrolling', unit: 'MB', values: [heap.winnow] }, heap.yardstick),
  ];
}

async function measureOne(group: string, { winnow, yardstick }: Pair, gesture: Gesture, runs: number): Promise<Measurement[]> {
  const own: Run[] = [];
  const other: Run[] = [];
  for (let run = 0; run < runs; run++) {
    own.push(await measureGesture(winnow, gesture));
    if (yardstick && !gesture.keyboard) other.push(await measureGesture(yardstick, gesture));
  }
  const shown = await watchGesture(winnow, gesture);
  const of = (figure: (run: Run) => number): readonly [number[], number[]] => [own.map(figure), other.map(figure)];
  const row = (name: string, unit: Measurement['unit'], [values, yard]: readonly [number[], number[]], rest: Partial<Measurement> = {}): Measurement =>
    compared({ group, name: `${gesture.name}: ${name}`, unit, values, ...rest }, yard);
  const long = own.reduce((sum, { longTasks }) => sum + longTasks, 0);
  return [
    row('frames over 25 ms', 'share', of(({ frames }) => shareOver(frames)), {
      target: { of: 'median', atMost: 0.02 }, note: `${own.reduce((sum, { frames }) => sum + frames.length, 0)} frames, ${long} tasks over 50 ms`,
    }),
    row('median frame', 'ms', of(({ frames }) => quantile(frames, 0.5))),
    row('95 of 100 frames within', 'ms', of(({ frames }) => quantile(frames, 0.95))),
    row('processor time a frame', 'ms', of(({ cpu }) => cpu), { note: 'main thread' }),
    row('frames with blank rows although their data is at hand', 'share', [[shown.blankFrames / Math.max(1, shown.frames)], []], {
      note: `longest run ${shown.longestBlank}; ${((100 * shown.waiting) / Math.max(1, shown.rows)).toFixed(1)} % of rows waited for data`,
    }),
  ];
}

function compared(measurement: Measurement, values: readonly number[]): Measurement {
  return values.length === 0 ? measurement : { ...measurement, yardstick: { name: 'a grid that only scrolls', values } };
}

function shareOver(frames: readonly number[]): number {
  return frames.filter((frame) => frame > longFrame).length / Math.max(1, frames.length);
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}

async function firstPaint({ page }: GridPage): Promise<number> {
  return page.evaluate(() => window.bench.firstPaint ?? 0);
}

/** After a collection, in megabytes. */
async function heapOf({ cdp }: GridPage): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
}

async function close({ winnow, yardstick }: Pair): Promise<void> {
  await winnow.page.context().close();
  await yardstick?.page.context().close();
}
