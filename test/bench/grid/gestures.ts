import type { GridPage } from './gridPages.ts';
import type { Recording, RowsShown } from './recorder.ts';

/** Something that a person does to a grid. */
export interface Gesture {
  readonly name: string;
  carryOut(grid: GridPage): Promise<Recording>;
  /** The yardstick has no keyboard. */
  readonly keyboard?: boolean;
}

/** Frames of one gesture, and what the page's main thread did for them. */
export interface Run extends Recording {
  /** Milliseconds of processor time a frame. */
  readonly cpu: number;
}

const frames = 150;

/** Wheel events of the browser itself, at a speed in pixels a second: they pass the compositor as a person's do. */
function trustedWheel(name: string, speed: number, seconds: number): Gesture {
  return {
    name,
    carryOut: (grid) => recorded(grid, () => grid.cdp.send('Input.synthesizeScrollGesture', {
      x: 400, y: 400, yDistance: -speed * seconds, xDistance: 0, speed, gestureSourceType: 'mouse', preventFling: true,
    })),
  };
}

/** A key held down: the first press and its repeats, 30 a second. */
function heldKey(name: string, key: string, presses: number): Gesture {
  return {
    name, keyboard: true,
    carryOut: (grid) => recorded(grid, async () => {
      for (let press = 0; press < presses; press++) {
        await grid.page.keyboard.down(key);
        await grid.page.waitForTimeout(33);
      }
      await grid.page.keyboard.up(key);
    }),
  };
}

export const tallGestures: readonly Gesture[] = [
  trustedWheel('wheel, 800 px/s', 800, 2.5),
  trustedWheel('wheel, 8,000 px/s', 8000, 2.5),
  { name: 'fling, 4,000 px a frame and slower', carryOut: ({ page }) => page.evaluate((count) => window.bench.wheel(4000, 0.965, count), frames) },
  { name: 'scrollbar dragged to 90 %', carryOut: ({ page }) => page.evaluate((count) => window.bench.drag(0.9, count), frames) },
  heldKey('Page Down held', 'PageDown', 60),
  {
    name: 'Ctrl+End and Ctrl+Home in turn', keyboard: true,
    carryOut: (grid) => recorded(grid, async () => {
      for (let turn = 0; turn < 6; turn++) {
        await grid.page.keyboard.press(turn % 2 === 0 ? 'Control+End' : 'Control+Home');
        await grid.page.waitForTimeout(300);
      }
    }),
  },
];

export const wideGestures: readonly Gesture[] = [
  { name: 'sideways, 12 px a frame', carryOut: ({ page }) => page.evaluate((count) => window.bench.wheel(12, 1, count, true), frames) },
  { name: 'sideways, 150 px a frame', carryOut: ({ page }) => page.evaluate((count) => window.bench.wheel(150, 1, count, true), frames) },
  { name: 'scrollbar dragged sideways to 90 %', carryOut: ({ page }) => page.evaluate((count) => window.bench.drag(0.9, count, true), frames) },
  heldKey('→ held', 'ArrowRight', 60),
];

/** Carries a gesture out from the first row and column, and counts what it cost. */
export async function measureGesture(grid: GridPage, gesture: Gesture): Promise<Run> {
  await toStart(grid);
  const before = await taskSeconds(grid);
  const recording = await gesture.carryOut(grid);
  const after = await taskSeconds(grid);
  return { ...recording, cpu: ((after - before) * 1000) / Math.max(1, recording.frames.length) };
}

/** The same gesture once more, looking at what the rows showed. */
export async function watchGesture(grid: GridPage, gesture: Gesture): Promise<RowsShown> {
  await toStart(grid);
  await grid.page.evaluate(() => window.bench.watch());
  await gesture.carryOut(grid);
  return grid.page.evaluate(() => window.bench.stopWatching());
}

async function recorded({ page }: GridPage, carryOut: () => Promise<unknown>): Promise<Recording> {
  await page.evaluate(() => window.bench.start());
  await carryOut();
  return page.evaluate(() => window.bench.stop());
}

async function toStart({ page, names }: GridPage): Promise<void> {
  await page.bringToFront();
  await page.locator(names.scroller).focus();
  await page.locator(names.scroller).evaluate((scroller) => scroller.scrollTo(0, 0));
  await page.keyboard.press('Control+Home');
  await page.waitForTimeout(400);
}

/** Processor time of the page's main thread so far. */
async function taskSeconds({ cdp }: GridPage): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}
