import { cellCodes } from '../../formats/format.ts';
import type { ComparedCell, ComparedRow, ComparedRows, ComparedRowsParams } from '../../protocol/compareMethods.ts';
import { readCells } from '../cells.ts';
import type { OpenTable } from '../openTable.ts';
import { isChanged } from './changedCells.ts';
import type { ComparedDatasets } from './compareDatasets.ts';

const mostRows = 1000;
const mostCells = 20;
const mostNames = 3;
const mostCharacters = 300;
/** Of what two texts have in common, before their first difference. */
const charactersBefore = 40;
/** Cells of a page that are read whole, and how much of them. */
const mostWhole = 20;
const wholeCharacters = 16_000_000;

type Question = Omit<ComparedRowsParams, 'id'>;

/** A page of the rows that differ, with their cells. */
export async function comparedRows(compared: ComparedDatasets, { offset, limit, ...question }: Question, signal: AbortSignal): Promise<ComparedRows> {
  const places = placesOf(compared, question);
  const page = places.subarray(Math.max(0, offset), Math.max(0, offset) + Math.min(mostRows, limit));
  const rows = question.kind === 'changed' ? await changedRows(compared, page, signal) : await loneRows(compared, question.kind, page, signal);
  return { total: places.length, rows };
}

/** changed: places in the list of changed rows; else row numbers. */
function placesOf({ paired, cells, flips }: ComparedDatasets, { kind, column, flip }: Omit<Question, 'offset' | 'limit'>): Int32Array {
  if (kind === 'added') return paired.pairing.leftAfter(paired.after);
  if (kind === 'removed') return paired.pairing.leftBefore(paired.before);
  if (flip) {
    if (!flips) return new Int32Array();
    const [from, to] = [flip.from, flip.to].map((label) => (label === undefined ? undefined : flips.codes.find(label)));
    return flips.places.filter((_, at) => (from === undefined || flips.before[at] === from) && (to === undefined || flips.after[at] === to));
  }
  const all = Int32Array.from(paired.changed.keys());
  return column === undefined ? all : all.filter((place) => isChanged(cells.bits.get(column), place));
}

async function changedRows(compared: ComparedDatasets, places: Int32Array, signal: AbortSignal): Promise<ComparedRow[]> {
  const { versions, comparison, paired, cells } = compared;
  const after = places.map((place) => paired.changed[place]!);
  const before = after.map((row) => paired.pairing.ofAfter[row]!);
  const differing = Array.from(places, (place) => comparison.columns.map(({ column }) => column).filter((column) => isChanged(cells.bits.get(column), place)));
  const names = namesOf(versions.after.dataset.roles.content, comparison.key, versions.after.table).filter((name) => has(versions.before.table, name));
  const columns = [...new Set([...names, ...differing.flatMap((list) => list.slice(0, mostCells))])];
  const [old, now] = [await readTexts(versions.before.table, before, columns, signal), await readTexts(versions.after.table, after, columns, signal)];
  const [beforeLines, afterLines] = [await versions.before.table.lines([...before]), await versions.after.table.lines([...after])];
  const shown = Array.from(places, (_, at): ComparedRow => {
    const cell = (column: string): ComparedCell => ({ column, before: old.get(column)![at]!, after: now.get(column)![at]! });
    const list = differing[at]!;
    return {
      before: before[at]!, after: after[at]!, ...lineOf('beforeLine', beforeLines[at]), ...lineOf('afterLine', afterLines[at]),
      name: names.filter((name) => !list.includes(name)).map(cell), cells: list.slice(0, mostCells).map(cell), more: Math.max(0, list.length - mostCells),
    };
  });
  return fromDifference(compared, shown, signal);
}

/** Cells that begin alike are shown from where they differ; they are read whole for it, one by one, and no more than a few of them. */
async function fromDifference({ versions }: ComparedDatasets, rows: readonly ComparedRow[], signal: AbortSignal): Promise<ComparedRow[]> {
  let left = mostWhole;
  const whole = async ({ table }: ComparedDatasets['versions']['after'], row: number, column: string): Promise<string> =>
    (await readCells(table, Int32Array.of(row), [column], wholeCharacters, signal)).text[0]![0]!;
  const shown: ComparedRow[] = [];
  for (const row of rows) {
    const cells: ComparedCell[] = [];
    for (const cell of row.cells) {
      if (cell.before !== cell.after || left === 0) {
        cells.push(cell);
        continue;
      }
      left--;
      const [before, after] = [await whole(versions.before, row.before!, cell.column), await whole(versions.after, row.after!, cell.column)];
      cells.push({ column: cell.column, ...aroundDifference(before, after) });
    }
    shown.push({ ...row, cells });
  }
  return shown;
}

function aroundDifference(before: string, after: string): { readonly before: string; readonly after: string } {
  let place = 0;
  while (place < before.length && before[place] === after[place]) place++;
  const from = Math.max(0, place - charactersBefore);
  const cut = (text: string): string => `${from > 0 ? '…' : ''}${text.slice(from, from + mostCharacters)}${text.length > from + mostCharacters ? '…' : ''}`;
  return { before: cut(before), after: cut(after) };
}

async function loneRows({ versions, comparison }: ComparedDatasets, kind: 'added' | 'removed', rows: Int32Array, signal: AbortSignal): Promise<ComparedRow[]> {
  const side = kind === 'added' ? 'after' : 'before';
  const { table, dataset } = versions[side];
  const names = namesOf(dataset.roles.content, comparison.key, table);
  const others = [
    ...new Set([...(dataset.roles.label === undefined ? [] : [dataset.roles.label]), ...table.columns.map(({ name }) => name)]),
  ].filter((name) => !names.includes(name));
  const shown = others.slice(0, mostCells);
  const texts = await readTexts(table, rows, [...names, ...shown], signal);
  const lines = await table.lines([...rows]);
  return Array.from(rows, (row, at): ComparedRow => {
    const cell = (column: string): ComparedCell => ({ column, [side]: texts.get(column)![at]! });
    return {
      [side]: row,
      ...lineOf(side === 'after' ? 'afterLine' : 'beforeLine', lines[at]),
      name: names.map(cell),
      cells: shown.map(cell),
      more: others.length - shown.length,
    };
  });
}

const has = (table: OpenTable, name: string): boolean => table.columns.some((column) => column.name === name);
const lineOf = (field: 'beforeLine' | 'afterLine', line: number | null | undefined): Partial<ComparedRow> =>
  typeof line === 'number' ? { [field]: line } : {};

/** What a row is told by: its key, and the first column with content; else the first column. */
function namesOf(content: readonly string[], key: readonly string[], table: OpenTable): string[] {
  const names = [...new Set([...key.slice(0, mostNames), ...content.slice(0, 1)])].filter((name) => has(table, name));
  return names.length > 0 ? names : table.columns.slice(0, 1).map(({ name }) => name);
}

async function readTexts(table: OpenTable, rows: Int32Array, columns: readonly string[], signal: AbortSignal): Promise<Map<string, (string | null)[]>> {
  const { text, codes } = await readCells(table, rows, columns, mostCharacters, signal);
  return new Map(columns.map((column, index) => [column, text[index]!.map((each, at) => {
    if (codes[index]![at] !== cellCodes.value) return null;
    return each.length > mostCharacters ? `${each.slice(0, mostCharacters)}…` : each;
  })]));
}
