import type { Decision, DecisionDraft } from '../core/decision.ts';
import type { RowKey } from '../core/rowKey.ts';

/** What the engine knows of a drafted row: its key, and the file's own text of the asked columns, in their order. */
export interface KeyedRow {
  readonly key: RowKey;
  readonly cells: readonly (string | null)[];
}

export interface DecisionContext {
  /** The keys of rows and the texts of columns, by row number, in the order of `rows`. */
  readonly keys: (rows: readonly number[], columns: readonly string[]) => Promise<readonly KeyedRow[]>;
  /** The label column: what a relabel without a column is about. */
  readonly label: string | undefined;
  readonly author: string | undefined;
  /** Id of the newest apply that the file has gone through. */
  readonly since?: string;
  readonly now: Date;
  readonly newId: () => string;
}

/**
 * Decisions from what a person asked for: each gets its row's key, the text it replaces, an id, an author and a time.
 * Throws in plain words where a draft says too little.
 */
export async function buildDecisions(drafts: readonly DecisionDraft[], context: DecisionContext): Promise<Decision[]> {
  const rows = [...new Set(drafts.flatMap(({ row }) => (row === undefined ? [] : [row])))];
  const columns = [...new Set(drafts.flatMap((draft) => changedColumn(draft, context.label) ?? []))];
  const keyed = rows.length > 0 ? await context.keys(rows, columns) : [];
  const byRow = new Map(rows.map((row, index) => [row, keyed[index]]));
  const at = context.now.toISOString();
  return drafts.map((draft) => {
    const known = draft.row === undefined ? undefined : byRow.get(draft.row);
    if (draft.row !== undefined && !known) throw new Error(`Row ${draft.row} is not in the dataset any more. Reload it, then decide again.`);
    const column = changedColumn(draft, context.label);
    const from = column === undefined ? undefined : known?.cells[columns.indexOf(column)];
    return {
      id: context.newId(),
      row: known?.key ?? {},
      act: draft.act,
      ...defined({ column: column ?? draft.column, from, to: draft.to, by: context.author }),
      at,
      ...defined({ why: draft.why, note: draft.note, retracts: draft.retracts, segment: draft.segment, rowHint: draft.row, since: known && context.since }),
    };
  });
}

/** The column whose cell a draft changes; undefined for acts that change none. */
function changedColumn(draft: DecisionDraft, label: string | undefined): string | undefined {
  if (draft.act !== 'relabel' && draft.act !== 'set') return undefined;
  const column = draft.column ?? (draft.act === 'relabel' ? label : undefined);
  if (column === undefined) throw new Error('No column has the role label. Choose one under Roles, then label rows.');
  if (draft.row === undefined) throw new Error('A value can be changed only in a row.');
  return column;
}

/** Without the fields that are undefined, so that the sidecar has none of them. */
function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
