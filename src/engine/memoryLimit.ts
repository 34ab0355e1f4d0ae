import { totalmem } from 'node:os';

const megabyte = 1024 * 1024;
const mostByDefault = 4096;
/** What the process takes before it has read anything, in megabytes: Node, the libraries, their code. */
const ofProcess = 256;
/** DuckDB's own limit counts its buffers, not what lies between them or what readers and JavaScript hold beside them. */
const databaseShare = 0.7;
const leastForDatabases = 256;
/**
 * What a block of rows that is under way takes for each column, in megabytes, however few rows there are: DuckDB holds
 * half a dozen, of 2,048 cells at 16 bytes.
 */
const perColumn = 0.25;
/** Node collects garbage more often with less, but needs some; more than 4 GB it cannot use everywhere. */
const heap = { share: 0.5, least: 512, most: 4096 } as const;

/** The engine's memory where nobody has set it, in megabytes: half of the machine's (of what this process may use of it), at most 4,096. */
export function defaultMemoryLimit(): number {
  const allowed = process.constrainedMemory();
  return Math.min(mostByDefault, Math.floor(Math.min(totalmem(), allowed > 0 ? allowed : Infinity) / megabyte / 2));
}

/**
 * How much of the engine's limit all databases together are told to keep to, so that the process keeps to the whole:
 * from 600 megabytes on it can.
 */
export function databaseMemory(limit: number): number {
  return Math.max(leastForDatabases, (limit - ofProcess) * databaseShare);
}

/**
 * What a database of so many columns cannot work without, in megabytes, whatever the limit is: what lies in it is not
 * touched where rows are few.
 */
export function leastForColumns(columns: number): number {
  return columns * perColumn;
}

/** For Node's `--max-old-space-size`, in megabytes. */
export function heapLimit(limit: number): number {
  return Math.round(Math.min(heap.most, Math.max(heap.least, limit * heap.share)));
}
