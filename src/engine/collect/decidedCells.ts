import type { CellCount } from '../../core/collect.ts';
import type { Decision } from '../../core/decision.ts';
import { rowsCondition } from '../cells.ts';
import type { OpenTable } from '../openTable.ts';
import { quoteIdentifier } from '../quote.ts';
import { dataTable } from '../sql.ts';

/** Rows that decisions change, counted as what they will be once these are applied. */
export interface DecidedCells {
  /** SQL: the row is one of them. */
  readonly condition: string;
  /** Of those that have all values; the others are in `incomplete`. */
  readonly counts: readonly CellCount[];
  readonly incomplete: number;
  /** Decisions that change a value here, or take its row out. */
  readonly decisions: number;
  readonly excluded: number;
}

export interface DecidedQuestion {
  readonly holding: ReadonlyMap<number, readonly Decision[]>;
  readonly columns: readonly string[];
  readonly label: string;
  /** SQL for the value of a column, NULL where it is missing. */
  readonly value: (column: string) => string;
  /** The rows that are counted, as a boolean expression. */
  readonly where: string;
}

type Changes = ReadonlyMap<string, string | null>;

/** A row that decisions change: what it has in each column now, and will have; null: it is taken out. */
interface DecidedRow {
  readonly row: number;
  readonly before: readonly (string | null)[];
  readonly after: readonly (string | null)[] | null;
}

/** The rows that decisions change, and SQL by which they are told; null where no decision is about these columns. */
export async function readDecidedRows(
  table: OpenTable,
  { holding, columns, label, value, where }: DecidedQuestion,
  signal?: AbortSignal,
): Promise<{ readonly condition: string; readonly rows: readonly DecidedRow[] } | null> {
  const changes = new Map<number, Changes | null>();
  for (const [row, decisions] of holding) {
    const changed = changesOf(decisions, columns, label);
    if (changed === null || changed.size > 0) changes.set(row, changed);
  }
  if (changes.size === 0) return null;
  const condition = rowsCondition([...changes.keys()], table.hasPlace);
  const [rows = [], ...cells] = await table.database.columns(
    `SELECT _row, ${columns.map(value).join(', ')} FROM ${quoteIdentifier(dataTable)} WHERE (${where}) AND ${condition}`,
    [],
    signal,
  );
  return {
    condition,
    rows: Array.from(rows, (number, at): DecidedRow => {
      const row = Number(number);
      const changed = changes.get(row);
      const before = columns.map((_, place) => textOrNull(cells[place]![at]));
      return {
        row,
        before,
        after: changed === null ? null : columns.map((column, place) => (changed?.has(column) ? changed.get(column)! : before[place]!)),
      };
    }),
  };
}

/** @returns null where no decision is about what is counted */
export async function readDecidedCells(table: OpenTable, question: DecidedQuestion, signal?: AbortSignal): Promise<DecidedCells | null> {
  const decided = await readDecidedRows(table, question, signal);
  if (!decided) return null;
  const counts = new Map<string, CellCount>();
  let [incomplete, decisions, excluded] = [0, 0, 0];
  for (const { before, after } of decided.rows) {
    if (after === null) {
      excluded++;
      decisions++;
      continue;
    }
    decisions += after.filter((each, place) => each !== before[place]).length;
    const whole = after.filter((each) => each !== null);
    if (whole.length < after.length) {
      incomplete++;
      continue;
    }
    const key = JSON.stringify(whole);
    counts.set(key, { label: whole[0]!, segment: whole.slice(1), rows: (counts.get(key)?.rows ?? 0) + 1 });
  }
  return { condition: decided.condition, counts: [...counts.values()], incomplete, decisions, excluded };
}

/** What columns will say, by name; null: the row is taken out. Of several decisions on a cell the last holds. */
function changesOf(decisions: readonly Decision[], columns: readonly string[], label: string): Changes | null {
  const changes = new Map<string, string | null>();
  for (const { act, column, to } of decisions) {
    if (act === 'exclude') return null;
    const changed = act === 'relabel' ? (column ?? label) : act === 'set' ? column : undefined;
    if (changed !== undefined && columns.includes(changed)) changes.set(changed, to === undefined || to === null || to.trim() === '' ? null : to);
  }
  return changes;
}

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value as string));
