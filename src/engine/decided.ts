import { type AnnotationCell, annotationCells } from '../core/annotations.ts';
import { findDisagreements } from '../core/conflicts.ts';
import type { SettledDecisions } from '../core/applied.ts';
import { type Decision, effectiveDecisions } from '../core/decision.ts';
import type { DecisionConflict, RowMark } from '../protocol/engineMethods.ts';
import type { AnnotationCells } from './annotationRows.ts';
import type { CellTexts } from './cellTexts.ts';
import type { RowKeys } from './keys.ts';

/** The decisions of a dataset, laid over its rows. */
export interface DecidedRows {
  /** In force and not applied, by row, oldest first. */
  readonly byRow: ReadonlyMap<number, readonly Decision[]>;
  /**
   * In force, and what was decided upon is still what the file says, or what was decided is, since it was applied: those
   * that close findings.
   */
  readonly holding: ReadonlyMap<number, readonly Decision[]>;
  /** Accepted columns, segments and datasets. */
  readonly whole: readonly Decision[];
  readonly orphans: readonly Decision[];
  readonly conflicts: readonly DecisionConflict[];
  /** Rows of which something has been decided, ascending: comments and annotations decide nothing. */
  readonly rows: Int32Array;
  /** Rows with a value in an annotation column, ascending; `by`: a value of this person. */
  annotatedRows(column: string, by?: string): Int32Array;
  /** What an annotation column holds, by row. */
  annotationsIn(column: string): AnnotationCells;
  /** What the grid shows of a row's decisions. */
  marksOf(row: number): RowMark['decided'];
  /** What annotation columns show of a row; undefined where nothing is filled in. */
  annotationsOf(row: number): Readonly<Record<string, AnnotationCell>> | undefined;
}

export const nothingDecided: DecidedRows = {
  byRow: new Map(),
  holding: new Map(),
  whole: [],
  orphans: [],
  conflicts: [],
  rows: new Int32Array(),
  annotatedRows: () => new Int32Array(),
  annotationsIn: () => new Map(),
  marksOf: () => [],
  annotationsOf: () => undefined,
};

/** Finds the rows of all decisions and compares what was decided upon with the file. `label`: the column that `relabel` changes. */
export async function layDecisions(
  { decisions, applied, gone }: Pick<SettledDecisions, 'decisions' | 'applied' | 'gone'>,
  keys: RowKeys,
  texts: CellTexts,
  label: string | undefined,
  signal?: AbortSignal,
): Promise<DecidedRows> {
  const inForce = effectiveDecisions(decisions);
  const whole = inForce.filter((decision) => isWhole(decision));
  const ofRows = inForce.filter((decision) => !isWhole(decision));
  const rows = await keys.rowsOf(
    ofRows.map(({ id, row }) => (gone.has(id) ? {} : row)),
    signal,
  );
  const placed = ofRows.map((decision, index) => ({ decision, row: rows[index] ?? null, column: changedColumn(decision, label) }));
  await loadTexts(placed, texts, signal);
  const rivals = new Map(findDisagreements(decisions).map(({ decision, other }) => [decision.id, other]));
  const laid = layRows(placed, rivals, applied, texts);
  return { ...laid, whole, ...readersOf(laid, label) };
}

interface Placed {
  readonly decision: Decision;
  /** null: no row has its key. */
  readonly row: number | null;
  /** The column that it changes, if it changes one. */
  readonly column: string | undefined;
}

type Laid = Pick<DecidedRows, 'byRow' | 'holding' | 'orphans' | 'conflicts'>;

/** Lays decisions over rows, and holds what they were made upon against the file. `rivals`: by id, what another person decided instead. */
function layRows(placed: readonly Placed[], rivals: ReadonlyMap<string, Decision>, applied: SettledDecisions['applied'], texts: CellTexts): Laid {
  const byRow = new Map<number, Decision[]>();
  const holding = new Map<number, Decision[]>();
  const orphans: Decision[] = [];
  const conflicts: DecisionConflict[] = [];
  for (const { decision, row, column } of placed) {
    if (applied.has(decision.id)) {
      if (row !== null && stillSays(decision, column, row, texts)) push(holding, row, decision);
      continue;
    }
    if (row === null) {
      orphans.push(decision);
      continue;
    }
    push(byRow, row, decision);
    const fileText = column === undefined ? undefined : texts.get(row, column);
    const stale = isStale(decision, fileText);
    const other = rivals.get(decision.id);
    if (stale) conflicts.push({ row, decision, fileText: fileText ?? null });
    else if (other) conflicts.push({ row, decision, other });
    if (!stale) push(holding, row, decision);
  }
  return { byRow, holding, orphans, conflicts };
}

/** What is read of decisions that are laid over rows. */
function readersOf({ byRow, conflicts }: Laid, label: string | undefined): Omit<DecidedRows, keyof Laid | 'whole'> {
  const inConflict = new Set(conflicts.map(({ decision }) => decision.id));
  const columns = new Map<string, AnnotationCells>();
  return {
    rows: rowsWhere(byRow, ({ act }) => act !== 'comment' && act !== 'annotate'),
    annotatedRows: (column, by) => rowsWhere(byRow, (decision) => fillsIn(decision, column, by)),
    annotationsIn(column) {
      const known = columns.get(column) ?? cellsOf(byRow, column);
      columns.set(column, known);
      return known;
    },
    marksOf: (row) =>
      (byRow.get(row) ?? [])
        .filter(({ act }) => act !== 'annotate')
        .map((decision) => markOf(decision, label, inConflict.has(decision.id))),
    annotationsOf(row) {
      const cells = annotationCells(byRow.get(row) ?? []);
      return cells.size > 0 ? Object.fromEntries(cells) : undefined;
    },
  };
}

function rowsWhere(byRow: ReadonlyMap<number, readonly Decision[]>, holds: (decision: Decision) => boolean): Int32Array {
  return Int32Array.from([...byRow].filter(([, list]) => list.some(holds)).map(([row]) => row)).sort();
}

function cellsOf(byRow: ReadonlyMap<number, readonly Decision[]>, column: string): AnnotationCells {
  return new Map([...byRow].flatMap(([row, decisions]) => {
    const cell = annotationCells(decisions).get(column);
    return cell ? [[row, cell] as const] : [];
  }));
}

const fillsIn = (decision: Decision, column: string, by: string | undefined): boolean =>
  decision.act === 'annotate' && decision.column === column && typeof decision.to === 'string' && (by === undefined || decision.by === by);

const isWhole = (decision: Decision): boolean => Object.keys(decision.row).length === 0;

function changedColumn(decision: Decision, label: string | undefined): string | undefined {
  if (decision.act !== 'relabel' && decision.act !== 'set') return undefined;
  return decision.column ?? (decision.act === 'relabel' ? label : undefined);
}

async function loadTexts(placed: readonly Placed[], texts: CellTexts, signal?: AbortSignal): Promise<void> {
  const byColumn = new Map<string, number[]>();
  for (const { row, column } of placed) {
    if (row === null || column === undefined) continue;
    const rows = byColumn.get(column);
    if (rows) rows.push(row);
    else byColumn.set(column, [row]);
  }
  for (const [column, rows] of byColumn) await texts.load(column, rows, signal);
}

/** The file says neither what was decided upon nor what was decided. */
function isStale(decision: Decision, fileText: string | null | undefined): boolean {
  if (fileText === undefined || decision.from === undefined) return false;
  return fileText !== decision.from && fileText !== (decision.to ?? null);
}

/** Whether an applied decision is what the file says: somebody may have changed the cell since. */
function stillSays({ act, to }: Decision, column: string | undefined, row: number, texts: CellTexts): boolean {
  return (act === 'relabel' || act === 'set') && column !== undefined && texts.get(row, column) === (to ?? null);
}

function markOf(decision: Decision, label: string | undefined, conflict: boolean): RowMark['decided'][number] {
  const column = changedColumn(decision, label) ?? decision.column;
  const changes = decision.act === 'relabel' || decision.act === 'set';
  return { act: decision.act, ...(column !== undefined && { column }), ...(changes && { to: decision.to ?? null }), ...(conflict && { conflict }) };
}

function push(map: Map<number, Decision[]>, row: number, decision: Decision): void {
  const list = map.get(row);
  if (list) list.push(decision);
  else map.set(row, [decision]);
}
