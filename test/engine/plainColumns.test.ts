import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { loadTable } from '../../src/engine/load.ts';
import { plainColumns } from '../../src/engine/plainColumns.ts';
import { openFile } from '../../src/formats/index.ts';
import { temporaryTarget } from './loadedFile.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const header = ['id', 'text', 'label', 'score', 'note'];

function lineOf(row: number): string[] {
  return [
    `R${String(row).padStart(9, '0')}`,
    `Text that says\nwhat row ${row} "is" about`,
    ['good', 'bad', 'undecided, and long'][row % 3]!,
    String(row),
    row % 5 === 0 ? `note on row ${row}` : '',
  ];
}

async function decide(context: TestContext, name: string, text: string): Promise<boolean[]> {
  const path = join(await temporaryFolder(context), name);
  await writeFile(path, text);
  const opened = await openFile(path, {});
  const target = await temporaryTarget();
  try {
    const { index } = await loadTable(target, opened, new AbortController().signal, () => undefined);
    const plain = await plainColumns(index!, opened.columns, '"');
    await index!.close();
    return plain;
  } finally {
    await target.close();
    await opened.close();
  }
}

const csvOf = (rows: number): string =>
  [header, ...Array.from({ length: rows }, (_, index) => lineOf(index + 1))]
    .map((line) => line.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
    .join('\n');

test('longer texts that hardly repeat are stored as they are, names of classes and short numbers are not', async (context) => {
  assert.deepEqual(await decide(context, 'reviews.csv', csvOf(5000)), [true, true, false, false, true]);
  const json = Array.from({ length: 5000 }, (_, index) =>
    JSON.stringify(Object.fromEntries(lineOf(index + 1).map((cell, column) => [header[column], cell || null]))),
  ).join('\n');
  assert.deepEqual(await decide(context, 'reviews.jsonl', json), [true, true, false, false, true]);
});

test('a file of few rows is too small to be judged by a sample', async (context) => {
  assert.deepEqual(await decide(context, 'few.csv', csvOf(1000)), [false, false, false, false, false]);
});

test('a file of thousands of columns is judged by fewer rows, since they are long', async (context) => {
  const names = Array.from({ length: 3000 }, (_, column) => `c${column}`);
  const lines = Array.from({ length: 1100 }, (_, row) =>
    names
      .map((_name, column) => (column % 2 === 0 ? `0.${String(100_000 + ((row * 7919 + column) % 900_001))}` : `label ${row % 3}`))
      .join(','),
  );
  const plain = await decide(context, 'wide.csv', [names.join(','), ...lines].join('\n'));
  assert.deepEqual(plain, names.map((_, column) => column % 2 === 0));
});
