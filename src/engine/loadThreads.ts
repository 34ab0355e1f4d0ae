import type { OpenedFile } from '../formats/format.ts';
import { groupRows } from './loadTable.ts';

/** Of narrower tables, the threads that wait do so for a moment only. */
const manyColumns = 500;
/** Bytes that a cell and its delimiter take, more or less. */
const bytesOfCell = 8;

/**
 * How many threads a database needs that a file of so many bytes is loaded into; undefined: as many as there are.
 * A wide text file whose rows are hardly more than one row group is read and profiled by one thread in any case. Any others would
 * wait for it, which DuckDB does busily: for as long as loading takes, on a processor that others could use.
 */
export function loadThreads(opened: Pick<OpenedFile, 'columns' | 'compression' | 'toEngine'>, bytes: number): number | undefined {
  const { columns, compression } = opened;
  const isOneGroup = columns.length > manyColumns && !compression && bytes <= columns.length * groupRows * bytesOfCell;
  return isOneGroup && opened.toEngine().kind === 'text' ? 1 : undefined;
}
