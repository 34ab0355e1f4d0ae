import type { MeantFilter } from '../../core/filter.ts';
import { requireColumn } from '../openTable.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { dataTable } from '../sql.ts';
import { readDecidedRows } from './decidedCells.ts';
import { type CollectSource, readVariants, valueSql } from './readCollect.ts';

/** The rows, ascending, that are counted as having these values: those of a cell of what to collect. */
export async function readMeantRows(
  { dataset, table, config, decided: { holding } }: CollectSource,
  { values }: MeantFilter,
  signal?: AbortSignal,
): Promise<Int32Array> {
  const { dialect } = table.relation;
  const { label } = dataset.roles;
  for (const { column } of values) requireColumn(table, column);
  const variants =
    label !== undefined && values.some(({ column }) => column === label)
      ? await readVariants(table, config, label, signal)
      : new Map<string, string>();
  const wanted = values.map(({ column, value }) =>
    column === label ? [value, ...[...variants].filter(([, to]) => to === value).map(([from]) => from)] : [value],
  );
  const columns = values.map(({ column }) => column);
  const changed = await readDecidedRows(
    table,
    { holding, columns, label: label ?? '', value: (column) => valueSql(dialect, column), where: 'true' },
    signal,
  );
  const isMeant = columns
    .map((column, place) => `${valueSql(dialect, column)} IN (${wanted[place]!.map(quoteLiteral).join(', ')})`)
    .join(' AND ');
  const asTheyAre = `SELECT CAST(_row AS INTEGER) FROM ${quoteIdentifier(dataTable)} WHERE coalesce(${isMeant}, false)${changed ? ` AND NOT (${changed.condition})` : ''} ORDER BY _row`;
  const rows = await table.database.integers(asTheyAre, [], signal);
  const decided = (changed?.rows ?? [])
    .filter(({ after }) => after?.every((value, place) => value !== null && wanted[place]!.includes(value)))
    .map(({ row }) => row);
  return decided.length === 0 ? rows : Int32Array.from([...rows, ...decided]).sort();
}
