import { open } from 'node:fs/promises';
import type { OpenedFile } from '../formats/format.ts';
import { groupRows } from './loadTable.ts';

/** Of narrower tables, the threads that wait do so for a moment only. */
const manyColumns = 500;
/** Bytes that a cell and its delimiter take, more or less. */
const bytesOfCell = 8;
/** Of a file's head, in which lines are counted. */
const headLength = 65_536;
const lineFeed = 0x0a;

/**
 * How many threads a database needs that a file of so many bytes is loaded into; undefined: as many as there are.
 * A text file whose rows are hardly more than one row group is read, profiled and checked by one thread in any case. Any others would
 * wait for it, which DuckDB does busily, on a processor that others could use: in a wide file for as long as loading takes.
 *
 * @param path of the text itself, unpacked; `bytes`: its size.
 * @param forChecks no person waits for sorted or grouped rows, of which several threads make short work.
 */
export async function loadThreads(
  opened: Pick<OpenedFile, 'columns' | 'toEngine'>,
  path: string,
  bytes: number,
  forChecks = false,
): Promise<number | undefined> {
  const { columns } = opened;
  if (opened.toEngine().kind !== 'text') return undefined;
  if (columns.length > manyColumns) return bytes <= columns.length * groupRows * bytesOfCell ? 1 : undefined;
  return forChecks && bytes / (await bytesOfLine(path)) <= groupRows ? 1 : undefined;
}

/** By the lines of the head: rows with line ends in them count as several, so that no file is taken for a shorter one. */
async function bytesOfLine(path: string): Promise<number> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headLength), 0, headLength, 0);
    return bytesRead / Math.max(1, buffer.subarray(0, bytesRead).reduce((lines, byte) => lines + Number(byte === lineFeed), 0));
  } finally {
    await file.close();
  }
}
