import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { formatCount } from '../../core/countWords.ts';
import type { Database } from '../duckdb.ts';
import { engineMemory } from '../memoryPool.ts';
import { dataTable } from '../sql.ts';
import { makeWorkFolder } from '../workFolder.ts';
import { positionOf } from './givenLabels.ts';
import type { Tell } from './labelInput.ts';

/** Where numbers are asked for. */
export interface NumbersTable {
  readonly database: Pick<Database, 'streamLists'>;
}

/** So many numbers of every row. */
export interface NumbersQuestion {
  /** A list of doubles, as an expression; all of a row is unknown where it has another length. */
  readonly list: string;
  /** What it is asked of, where that is not the table of rows alone. */
  readonly from?: string;
  readonly length: number;
}

/** Numbers of all rows by their positions, row by row; NaN where there is none. They are never written to. */
export interface HeldNumbers {
  read(from: number, to: number): Float64Array | Promise<Float64Array>;
  close(): Promise<void>;
}

/** Where numbers are put while they are read. */
interface Store extends HeldNumbers {
  write(values: Float64Array, position: number): Promise<void>;
}

const bytesOfNumber = Float64Array.BYTES_PER_ELEMENT;

/**
 * Reads them once, in whatever order the table has its rows: walks over them are many, and each would otherwise ask for and
 * convert all of their columns again. They are held in memory where that allows it, else in a file of the same size.
 * @param rows the numbers of all rows, ascending.
 */
export async function holdNumbers(
  table: NumbersTable,
  { list, from = dataTable, length }: NumbersQuestion,
  rows: Int32Array,
  signal: AbortSignal,
  tell: Tell,
): Promise<HeldNumbers> {
  const store = await openStore(rows.length, length);
  try {
    let read = 0;
    for await (const chunk of table.database.streamLists(
      `SELECT CAST(_row AS INTEGER) AS row, ${list} AS list FROM ${from}`,
      length,
      signal,
    )) {
      for (const { first, end, position } of stretches(chunk.rows, rows))
        await store.write(chunk.values.subarray(first * length, end * length), position);
      read += chunk.rows.length;
      tell(read / rows.length, `Reading probabilities · ${formatCount(read)} of ${formatCount(rows.length)} rows`);
    }
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Neighbouring rows whose positions are neighbours: mostly all of them. */
function* stretches(found: Int32Array, rows: Int32Array): Generator<{ first: number; end: number; position: number }> {
  for (let first = 0, end = 0; first < found.length; first = end) {
    const position = positionOf(rows, found[first]!);
    end = first + 1;
    while (end < found.length && found[end] === rows[position + end - first]) end++;
    if (position >= 0) yield { first, end, position };
  }
}

async function openStore(rows: number, length: number): Promise<Store> {
  const megabytes = (rows * length * bytesOfNumber) / 2 ** 20;
  const memory = await engineMemory.reserve(megabytes);
  if (memory.megabytes < megabytes) {
    memory.release();
    return openFileStore(length);
  }
  const all = new Float64Array(rows * length).fill(NaN);
  return {
    write: (values, position) => Promise.resolve(all.set(values, position * length)),
    read: (from, to) => all.subarray(from * length, to * length),
    close: () => Promise.resolve(memory.release()),
  };
}

async function openFileStore(length: number): Promise<Store> {
  const folder = await makeWorkFolder();
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  let file: FileHandle;
  try {
    file = await open(join(folder, 'numbers'), 'wx+');
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    async write(values, position) {
      const bytes = bytesOf(values);
      for (let done = 0; done < bytes.length;)
        done += (await file.write(bytes, done, bytes.length - done, position * length * bytesOfNumber + done)).bytesWritten;
    },
    async read(from, to) {
      const values = new Float64Array((to - from) * length);
      const bytes = bytesOf(values);
      for (let done = 0; done < bytes.length; ) {
        const { bytesRead } = await file.read(bytes, done, bytes.length - done, from * length * bytesOfNumber + done);
        if (bytesRead === 0) throw new Error(`The probabilities kept in ${folder} are gone. Run the checks again.`);
        done += bytesRead;
      }
      return values;
    },
    async close() {
      await file.close();
      await remove();
    },
  };
}

const bytesOf = (values: Float64Array): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/**
 * The numbers of one question at a time, as long as the same is asked: labels change while people decide, and what the
 * file says does not.
 */
export class NumbersHolder {
  readonly #table: NumbersTable;
  #held: { readonly key: string; readonly numbers: HeldNumbers } | null = null;

  constructor(table: NumbersTable) {
    this.#table = table;
  }

  async hold(question: NumbersQuestion, rows: Int32Array, signal: AbortSignal, tell: Tell): Promise<HeldNumbers> {
    const key = JSON.stringify(question);
    if (this.#held?.key === key) return this.#held.numbers;
    await this.close();
    const numbers = await holdNumbers(this.#table, question, rows, signal, tell);
    this.#held = { key, numbers };
    return numbers;
  }

  async close(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    await held?.numbers.close();
  }
}
