import { open } from 'node:fs/promises';
import { readFirstRows } from '../../../src/formats/index.ts';
import { serveTask } from '../processes/serveTask.ts';

export interface FirstRowsTimes {
  /** Milliseconds: the first time in this process, and all the times after. */
  readonly first: { readonly block: number; readonly rows: number };
  readonly later: { readonly block: readonly number[]; readonly rows: readonly number[] };
}

const blockLength = 256 * 1024;
const times = 9;

/** Reads the first block of a file, then its first rows, in turn. */
serveTask(async ({ path }: { path: string }): Promise<FirstRowsTimes> => {
  const first = { block: await timed(() => readBlock(path)), rows: await timed(() => readFirstRows(path)) };
  const later: { block: number[]; rows: number[] } = { block: [], rows: [] };
  for (let time = 0; time < times; time++) {
    later.block.push(await timed(() => readBlock(path)));
    later.rows.push(await timed(() => readFirstRows(path)));
  }
  return { first, later };
});

async function readBlock(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.read(Buffer.alloc(blockLength), 0, blockLength, 0);
  await handle.close();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
