import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import type { TextOptions } from '../../src/core/dataset.ts';
import { FormatError } from '../../src/formats/format.ts';
import { openFile, readFirstRows } from '../../src/formats/index.ts';
import { readBack, rowsOfHead, type ExpectedCell } from '../engine/loadedFile.ts';

/** `expected.json` beside each `input.*`: an error's message, or everything that is read. */
interface Expected {
  readonly options?: TextOptions;
  readonly error?: string;
  /** Damage that shows only when all of the file is read. */
  readonly loadError?: string;
  readonly format: string;
  readonly text?: TextOptions;
  readonly columns: readonly string[];
  readonly types?: readonly string[];
  /** A row as an array of cells, or as an object whose missing keys are absent. */
  readonly rows: readonly (readonly ExpectedCell[] | Readonly<Record<string, string | null>>)[];
  readonly unreadable: readonly { readonly row: number }[];
  readonly notices: readonly string[];
  /** What the head alone cannot show: rows that end beyond it, keys that come later. */
  readonly headDiffers?: string;
}

const folder = join(dirname(fileURLToPath(import.meta.url)), '../fixtures/formats');

for (const format of readdirSync(folder)) {
  for (const name of readdirSync(join(folder, format))) {
    const files = readdirSync(join(folder, format, name));
    const path = join(folder, format, name, files.find((file) => file.startsWith('input.'))!);
    const expected = JSON.parse(readFileSync(join(folder, format, name, 'expected.json'), 'utf8')) as Expected;
    const title = `${format}: ${name.replaceAll('-', ' ')}`;
    if (expected.loadError !== undefined) test(`${title} is refused when it is read`, () => refusesToLoad(path, expected));
    else if (expected.error !== undefined) test(`${title} is refused with an explanation`, () => refuses(path, expected));
    else test(`${title} is read as it should be`, () => reads(path, expected));
  }
}

async function refuses(path: string, { error, options }: Expected): Promise<void> {
  const isExpected = (thrown: unknown): boolean => {
    assert(thrown instanceof FormatError, String(thrown));
    assert.equal(thrown.message, error);
    return true;
  };
  await assert.rejects(openFile(path, options), isExpected);
  await assert.rejects(readFirstRows(path, options), isExpected);
}

async function refusesToLoad(path: string, { loadError, options }: Expected): Promise<void> {
  await readFirstRows(path, options);
  await assert.rejects(readBack(path, options), { name: 'FormatError', message: loadError });
}

async function reads(path: string, expected: Expected): Promise<void> {
  const rows = expected.rows.map((row) => cellsOf(row, expected.columns));
  const bad = new Set(expected.unreadable.map(({ row }) => row));
  const rowNumbers = Array.from({ length: rows.length + bad.size }, (_, index) => index + 1).filter((row) => !bad.has(row));
  for (const careful of [false, true]) {
    const read = await readBack(path, expected.options, careful);
    assert.deepEqual(read.columns, expected.columns);
    assert.deepEqual(read.rows, rows);
    assert.deepEqual(read.rowNumbers, rowNumbers);
    assert.deepEqual(read.unreadable, expected.unreadable);
    assert.deepEqual(read.notices, expected.notices);
    assert.equal(read.format, expected.format);
    if (expected.types) assert.deepEqual(read.types, expected.types);
    if (expected.text) assert.deepEqual(read.text, expected.text);
  }
  const head = await readFirstRows(path, expected.options);
  if (expected.headDiffers !== undefined) return;
  assert.deepEqual(head.columns.map((column) => column.name), expected.columns);
  assert.deepEqual(rowsOfHead(head), rows.slice(0, rowsOfHead(head).length));
  assert(rows.length === 0 || head.cells[0]!.text.length >= Math.min(rows.length, 100));
}

function cellsOf(row: Expected['rows'][number], columns: readonly string[]): ExpectedCell[] {
  if (Array.isArray(row)) return [...(row as readonly ExpectedCell[])];
  const cells = new Map(Object.entries(row));
  return columns.map((column) => (cells.has(column) ? (cells.get(column) as string | null) : { absent: true }));
}
