import type { Decision } from '../core/decision.ts';
import type { RowCell, RowDetail, RowFinding } from '../protocol/engineMethods.ts';
import { rowsCondition } from './cells.ts';
import { sentFinding } from './findingPages.ts';
import { type FindingStore, titleOf } from './findingStore.ts';
import type { RowKeys } from './keys.ts';
import type { OpenTable } from './openTable.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable, textOf } from './sql.ts';

/** Longer cells are cut, and say how long they are. */
const longestCell = 1_000_000;
const findingRows = 50;

interface RowSource {
  readonly table: OpenTable;
  readonly keys: RowKeys;
  readonly store: FindingStore;
  /** In force on this row. */
  readonly decisions: readonly Decision[];
}

/** Everything about one row. An unreadable record has no cells, but its own text. */
export async function readRow({ table, keys, store, decisions }: RowSource, row: number, signal?: AbortSignal): Promise<RowDetail> {
  const unreadable = table.unreadable.get(row);
  const [line] = await table.lines([row]);
  const [key] = await keys.keysOf([row], signal);
  return {
    row,
    ...(typeof line === 'number' && { line }),
    cells: unreadable ? [] : await readWholeCells(table, row, signal),
    ...(unreadable && { unreadable }),
    findings: store.ofRow(row).map(({ index, open }): RowFinding => {
      const finding = store.findings[index]!;
      const rows = Array.from(finding.rows.subarray(0, findingRows), (number) => ({ row: number }));
      return { index: store.names.of(index), title: titleOf(finding), open, finding: sentFinding(finding, rows, findingRows, row) };
    }),
    decisions,
    key: key ?? {},
  };
}

async function readWholeCells(table: OpenTable, row: number, signal?: AbortSignal): Promise<RowCell[]> {
  const absentList = table.hasAbsent ? '_absent' : 'NULL';
  const cells = table.columns.flatMap((column) => [`left(${textOf(column)}, ${longestCell})`, `length(${textOf(column)})`]);
  const [absent = [], ...values] = await table.database.columns(
    `SELECT ${[absentList, ...cells].join(', ')} FROM ${quoteIdentifier(dataTable)} WHERE ${rowsCondition([row], table.hasPlace)}`,
    [],
    signal,
  );
  const absentColumns = new Set(String(absent[0] ?? '').split(','));
  return table.columns.map(({ name, internal }, index) => {
    const text = values[index * 2]?.[0];
    const length = Number(values[index * 2 + 1]?.[0] ?? 0);
    if (typeof text !== 'string') return { column: name, text: null, ...(absentColumns.has(internal.slice(1)) && { absent: true }) };
    return { column: name, text, ...(length > longestCell && { length }) };
  });
}
