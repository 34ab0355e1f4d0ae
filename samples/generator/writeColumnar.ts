import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type DataType, DateDay, Float64, Int32, Table, tableToIPC, Utf8, type Vector, vectorFromArray } from 'apache-arrow';
import { brokenCafes } from './faults.ts';
import { type Ticket, ticketColumns } from './tickets.ts';
import { toJsonLines } from './writeText.ts';

type Column = (typeof ticketColumns)[number];

/** The types of the columns that are no text. A column of numbers in which a word stands can only be text. */
function typedColumns(tickets: readonly Ticket[]): Partial<Record<Column, 'DOUBLE' | 'INTEGER' | 'DATE'>> {
  const isNumeric = tickets.every(({ wait_minutes }) => typeof wait_minutes === 'number');
  return { confidence: 'DOUBLE', order_value: 'DOUBLE', created_at: 'DATE', ...(isNumeric ? { wait_minutes: 'INTEGER' } : {}) };
}

/** The file as Parquet, written by DuckDB with one thread and without compression so that it is the same every time. */
export async function toParquet(tickets: readonly Ticket[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-samples-'));
  try {
    const [source, target] = [join(folder, 'tickets.jsonl'), join(folder, 'tickets.parquet')];
    await writeFile(source, toJsonLines(tickets));
    const types = typedColumns(tickets);
    const columns = ticketColumns.map((column) => `${column}: '${types[column] ?? 'VARCHAR'}'`).join(', ');
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT * FROM read_json('${source}', format = 'newline_delimited', columns = {${columns}})) TO '${target}' (FORMAT parquet, COMPRESSION uncompressed)`,
    );
    connection.closeSync();
    instance.closeSync();
    return breakBytes(await readFile(target));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The file as Arrow IPC (which is Feather v2 as well). */
export function toArrow(tickets: readonly Ticket[]): Buffer {
  const types = typedColumns(tickets);
  const vectors = Object.fromEntries(ticketColumns.map((column) => [column, arrowVector(tickets.map((ticket) => ticket[column]), types[column])]));
  return breakBytes(Buffer.from(tableToIPC(new Table(vectors), 'file')));
}

function arrowVector(values: readonly (string | number | null)[], type: 'DOUBLE' | 'INTEGER' | 'DATE' | undefined): Vector<DataType> {
  switch (type) {
    case 'DOUBLE':
      return vectorFromArray(values as (number | null)[], new Float64());
    case 'INTEGER':
      return vectorFromArray(values as (number | null)[], new Int32());
    case 'DATE':
      return vectorFromArray(values.map((value) => (value === null ? null : new Date(value))), new DateDay());
    default:
      return vectorFromArray(values.map((value) => (value === null ? null : String(value))), new Utf8());
  }
}

/** Puts one byte of Latin-1 (é) into each of the texts that ask for it, where it is not UTF-8. */
function breakBytes(bytes: Buffer): Buffer {
  for (const cafe of brokenCafes) {
    for (let at = bytes.indexOf(cafe); at >= 0; at = bytes.indexOf(cafe, at + 1)) bytes[at + cafe.indexOf('~')] = 0xe9;
  }
  return bytes;
}
