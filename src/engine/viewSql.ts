import type { Filter, Sort } from '../core/filter.ts';
import { isNumeric, isTemporal } from '../core/schema.ts';
import { rowsCondition } from './cells.ts';
import { requireColumn, type OpenTable } from './openTable.ts';
import { quoteLiteral } from './quote.ts';
import { missingIn, textOf } from './sql.ts';

export type SetFilter = Extract<Filter, { kind: 'flagged' | 'finding' | 'decided' | 'annotated' | 'prediction' | 'sample' | 'redundant' | 'meant' | 'listed' }>;
export type CellFilter = Exclude<Filter, SetFilter>;

const setKinds: ReadonlySet<Filter['kind']> = new Set<SetFilter['kind']>([
  'flagged',
  'finding',
  'decided',
  'annotated',
  'prediction',
  'sample',
  'redundant',
  'meant',
  'listed',
]);

/** Filters that a row passes by its cells; the others by what checks and people said of it. */
export function isCellFilter(filter: Filter): filter is CellFilter {
  return !setKinds.has(filter.kind);
}

/** Rows that have a text in what people filled in beside the file. */
export type ContainedBeside = (text: string) => Int32Array;

/** A boolean expression for all filters together, never NULL; `true` without any. */
export function whereOf(table: OpenTable, filters: readonly CellFilter[], beside: ContainedBeside): string {
  if (filters.length === 0) return 'true';
  return filters.map((filter) => `coalesce(${conditionOf(table, filter, beside)}, false)`).join(' AND ');
}

function conditionOf(table: OpenTable, filter: CellFilter, beside: ContainedBeside): string {
  const { dialect } = table.relation;
  switch (filter.kind) {
    case 'values': {
      const texts = filter.values.filter((value) => value !== null);
      const parts = [
        ...(texts.length > 0 ? [`${dialect.text(filter.column)} IN (${texts.map(quoteLiteral).join(', ')})`] : []),
        ...(texts.length < filter.values.length ? [dialect.missing(filter.column)] : []),
      ];
      const any = parts.length > 0 ? `coalesce(${parts.join(' OR ')}, false)` : 'false';
      return filter.exclude ? `NOT ${any}` : any;
    }
    case 'missing':
      return dialect.missing(filter.column);
    case 'mistyped':
      return `${rangeValue(table, filter.column)} IS NULL AND NOT ${dialect.missing(filter.column)}`;
    case 'weekday':
      return `isodow(make_timestamp(${dialect.time(filter.column)} * 1000)) = ${quoteLiteral(filter.weekday)}`;
    case 'contains': {
      if (filter.column !== undefined) return containsIn(table, [filter.column], filter.text);
      const rows = beside(filter.text);
      const inFile = containsIn(table, table.columns.map(({ name }) => name), filter.text);
      return rows.length === 0 ? inFile : `(${inFile} OR ${rowsCondition(rows)})`;
    }
    case 'range': {
      const value = rangeValue(table, filter.column);
      const parts = [
        `${value} IS NOT NULL`,
        ...(filter.min === undefined ? [] : [`${value} >= ${quoteLiteral(filter.min)}`]),
        ...(filter.max === undefined ? [] : [`${value} ${filter.closed ? '<=' : '<'} ${quoteLiteral(filter.max)}`]),
      ];
      return `(${parts.join(' AND ')})`;
    }
  }
}

/** Whether any of the columns contains the text, in any case. A regular expression is several times as fast as ILIKE. */
export function containsIn(table: OpenTable, columns: readonly string[], text: string): string {
  const { dialect } = table.relation;
  if (columns.length === 0) return 'false';
  const pattern = text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  return `(${columns.map((column) => `coalesce(${dialect.matches(dialect.text(column), pattern, true)}, false)`).join(' OR ')})`;
}

/** What a range of a column's histogram is over: numbers, ms since 1970, or characters. */
function rangeValue(table: OpenTable, name: string): string {
  const { dialect } = table.relation;
  const { type } = requireColumn(table, name);
  if (isNumeric(type)) return dialect.number(name);
  if (isTemporal(type)) return dialect.time(name);
  return `length(${dialect.text(name)})`;
}

/**
 * ORDER BY: numbers by number, dates by time, text without minding case. What is missing comes last in both
 * directions, before it what is not of the column's type; ties keep the order of the file.
 */
export function orderOf(table: OpenTable, sort: Sort): string {
  const column = requireColumn(table, sort.column);
  const { dialect } = table.relation;
  const text = textOf(column);
  const direction = sort.descending ? 'DESC' : 'ASC';
  if (isNumeric(column.type) || isTemporal(column.type)) {
    const value = isNumeric(column.type) ? dialect.number(sort.column) : dialect.time(sort.column);
    const rest = `CASE WHEN ${value} IS NULL AND NOT ${missingIn(text)} THEN ${text} END`;
    return `${value} ${direction} NULLS LAST, ${rest} ${direction} NULLS LAST, _row`;
  }
  const filled = `CASE WHEN NOT ${missingIn(text)} THEN ${text} END`;
  return `lower(${filled}) ${direction} NULLS LAST, ${filled} ${direction} NULLS LAST, _row`;
}
