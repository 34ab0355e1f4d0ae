import type { DecisionDraft } from '../../src/core/decision.ts';
import type { Filter, View } from '../../src/core/filter.ts';
import type { TaxonomyChange } from '../../src/core/taxonomy.ts';
import type { RowMark, WindowResult } from '../../src/protocol/engineMethods.ts';
import type { Host } from '../host.ts';

/** A change to a label as such, for all of its rows: one name for another, several to one, some rows to a label of their own. */
export type LabelChangeKind = 'rename' | 'merge' | 'split';

/** The reason that its decisions give. */
const taxonomyReason = 'taxonomy';

const page = 2000;
/** Rows that one step changes at most: each is a line of the sidecar. */
const mostChanged = 500_000;

/** A row that has one of the labels, by the file or by what was decided, and where to read it. */
export interface ChangedRow {
  readonly row: number;
  readonly from: string;
  /** Index in `views` of the gathered rows, and position in that view. */
  readonly view: number;
  readonly position: number;
}

export interface ChangedRows {
  readonly rows: readonly ChangedRow[];
  readonly views: readonly View[];
  /** Rows beyond what one step changes. */
  readonly left: number;
}

export interface WantedRows {
  readonly column: string;
  readonly from: readonly string[];
  /** What else the rows must pass. */
  readonly filters: readonly Filter[];
}

/**
 * The rows that have these labels now: those of the file that nobody has given another one, then those that somebody
 * has given one of these. In the order of the file. `tell`: rows found so far.
 */
export async function gatherLabelRows(
  host: Pick<Host, 'call'>,
  { column, from, filters }: WantedRows,
  signal: AbortSignal,
  tell: (rows: number) => void,
): Promise<ChangedRows> {
  const wanted = new Set(from);
  const views: View[] = [
    { filters: [{ kind: 'values', column, values: from }, ...filters] },
    { filters: [{ kind: 'decided', decided: true }, ...filters] },
  ];
  const rows: ChangedRow[] = [];
  let left = 0;
  for (const [view, asked] of views.entries()) {
    for (let offset = 0, total = 1; offset < total; offset += page) {
      if (from.length === 0) break;
      if (rows.length >= mostChanged) {
        left += total - offset;
        break;
      }
      const window = await host.call('window', { view: asked, offset, limit: page, columns: [column] }, { signal });
      total = window.total;
      for (const found of labelled(window, column)) {
        // The first view has those whose file text is wanted: the second brings the others.
        if (found.label !== null && wanted.has(found.label) && (view === 0 || !wanted.has(found.inFile ?? '')))
          rows.push({ row: found.row, from: found.label, view, position: found.position });
      }
      tell(rows.length);
    }
  }
  return { rows: rows.sort((a, b) => a.row - b.row), views, left };
}

interface LabelledRow {
  readonly row: number;
  readonly position: number;
  readonly inFile: string | null;
  /** As decided, else as in the file. */
  readonly label: string | null;
}

function labelled({ rows, offset, cells, marks }: WindowResult, column: string): LabelledRow[] {
  const byRow = new Map(marks.map((mark) => [mark.row, mark]));
  return rows.map((row, place) => {
    const inFile = (cells[0]?.codes?.[place] ?? 0) === 0 ? (cells[0]?.text[place] ?? null) : null;
    const decided = decidedLabel(byRow.get(row), column);
    return { row, position: offset + place, inFile, label: decided === undefined ? inFile : decided };
  });
}

function decidedLabel(mark: RowMark | undefined, column: string): string | null | undefined {
  return mark?.decided.findLast((entry) => (entry.act === 'relabel' || entry.act === 'set') && entry.column === column)?.to;
}

/** One decision a row. Rows that have the label already need none. */
export function labelDrafts(rows: readonly ChangedRow[], column: string, to: string): DecisionDraft[] {
  return rows.filter(({ from }) => from !== to).map(({ row }) => ({ row, act: 'relabel', column, to, why: taxonomyReason }));
}

/** The rows that a change to this label changes: those that have it already stay as they are. */
export function changing(found: ChangedRows, to: string): ChangedRows {
  return found.rows.some(({ from }) => from === to) ? { ...found, rows: found.rows.filter(({ from }) => from !== to) } : found;
}

/** What the change means for the taxonomy. `all`: no row keeps the labels that it is about; else they stay labels. */
export function taxonomyAfter(kind: LabelChangeKind, from: readonly string[], to: string, all: boolean): TaxonomyChange {
  if (!all) return { add: [{ name: to }] };
  switch (kind) {
    case 'rename':
      return { rename: { from: from[0] ?? '', to } };
    case 'merge':
      return { remove: from.filter((label) => label !== to), add: [{ name: to }] };
    case 'split':
      return { add: [{ name: to }] };
  }
}
