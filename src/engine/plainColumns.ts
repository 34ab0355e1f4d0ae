import type { Column } from '../core/schema.ts';
import { cellCodes, type ColumnPage } from '../formats/format.ts';
import type { RowIndex } from './rowIndex.ts';
import { IndexedCells } from './rowIndexCells.ts';

/** Stretches of neighbouring rows, spread evenly over the file; fewer where rows are so long that these would take long to read. */
const stretches = 32;
const fewestStretches = 4;
const rowsEach = 16;
/** Of wide tables fewer rows are looked at, since all of their cells are read; so few of each stretch at least. */
const mostCells = 200_000;
const fewestEach = 4;
/** Where fewer than this share of a sample's values differ, a dictionary makes the column small and quick to ask. */
const mostlyDifferent = 0.9;
/** Each value takes four bytes beside its text: short ones would take more room than in the file. */
const shortText = 8;
/** Larger files are compressed however long it takes: their tables would no longer stay in memory, and disks are slow. */
const largestPlain = 4 * 2 ** 30;
/** Characters that are looked at of each text. */
const characters = 80;

/**
 * Which columns of an indexed text file are to be stored as they are, by a sample of their rows: those of longer texts that
 * hardly repeat. To compress these takes more time than anything else that loading does, and saves them half of their size.
 */
export async function plainColumns(index: RowIndex, columns: readonly Column[], quote: string): Promise<boolean[]> {
  const cells = new IndexedCells(index, columns, quote);
  const rows = index.size > largestPlain ? null : samplesOf(index.records, columns.length).find((sample) => cells.suits(sample));
  if (!rows) return columns.map(() => false);
  const { text, codes } = await cells.read(rows, columns.map(({ name }) => name), characters);
  return text.map((texts, column) => isPlain(texts.filter((value, row) => value !== '' && codes[column]![row] === cellCodes.value)));
}

/** As `plainColumns`, by the first rows of a file of so many bytes. */
export function plainPages(pages: readonly ColumnPage[], bytes: number): boolean[] {
  return pages.map((page) => bytes <= largestPlain && isPlain(firstTexts(page.bytes)));
}

function firstTexts(bytes: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length && texts.length < stretches * rowsEach; ) {
    const length = bytes.readUInt32LE(at);
    texts.push(bytes.toString('utf8', at + 4, at + 4 + Math.min(length, characters)));
    at += 4 + length;
  }
  return texts;
}

/** Rows to look at, from the most stretches to the fewest. None where the file has hardly more rows than a sample. */
function samplesOf(records: number, columns: number): Int32Array[] {
  const samples: Int32Array[] = [];
  if (records < stretches * rowsEach * 2) return samples;
  for (let count = stretches; count >= fewestStretches; count /= 2) {
    const each = Math.min(rowsEach, Math.max(fewestEach, Math.floor(mostCells / columns / count)));
    samples.push(Int32Array.from({ length: count * each }, (_, place) => Math.floor((Math.floor(place / each) * records) / count) + 1 + (place % each)));
  }
  return samples;
}

function isPlain(values: readonly string[]): boolean {
  const length = values.reduce((sum, value) => sum + value.length, 0);
  return values.length > 0 && new Set(values).size >= values.length * mostlyDifferent && length >= values.length * shortText;
}
