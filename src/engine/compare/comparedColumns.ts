import type { FormatId } from '../../core/dataset.ts';
import type { SchemaChanges } from '../../protocol/compareMethods.ts';
import type { StoredColumn } from '../sql.ts';
import { comparableText, samenessOf, type Sameness } from './comparableText.ts';

/** A column of both versions, and the expressions whose values are equal where its cells are the same. */
export interface ComparedColumn {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly sameness: Sameness;
}

interface Versioned {
  readonly format: FormatId;
  readonly columns: readonly StoredColumn[];
}

/** Formats that write values alike. */
const writing: Readonly<Record<FormatId, string>> = { csv: 'delimited', tsv: 'delimited', jsonl: 'json', json: 'json', parquet: 'parquet', arrow: 'arrow' };

export const areWrittenAlike = (before: FormatId, after: FormatId): boolean => writing[before] === writing[after];

/** The columns that both have, in the order of the version after. */
export function comparedColumns(before: Versioned, after: Versioned): ComparedColumn[] {
  const betweenFormats = !areWrittenAlike(before.format, after.format);
  const others = new Map(before.columns.map((column) => [column.name, column]));
  return after.columns.flatMap((column) => {
    const other = others.get(column.name);
    if (!other) return [];
    const sameness = betweenFormats ? samenessOf(other, column) : 'text';
    return [{ name: column.name, sameness, before: comparableText(other, sameness, betweenFormats), after: comparableText(column, sameness, betweenFormats) }];
  });
}

/**
 * What the schemas say, without guesses at names. Between formats, two types of numbers or of times are the same; a
 * column without values has none.
 */
export function schemaChanges({ format, columns: before }: Versioned, { format: formatAfter, columns: after }: Versioned): SchemaChanges {
  const [old, now] = [before, after].map((columns) => new Map(columns.map((column) => [column.name, column])));
  const alike = areWrittenAlike(format, formatAfter);
  const named = ({ name, type }: StoredColumn): { column: string; type: StoredColumn['type'] } => ({ column: name, type });
  const both = after.filter(({ name }) => old!.has(name));
  const order = before.filter(({ name }) => now!.has(name)).map(({ name }) => name);
  return {
    added: after.filter(({ name }) => !old!.has(name)).map(named),
    removed: before.filter(({ name }) => !now!.has(name)).map(named),
    renamed: [],
    retyped: both.flatMap((column) => {
      const from = old!.get(column.name)!;
      const unknown = from.type === 'empty' || column.type === 'empty';
      return from.type === column.type || unknown || (!alike && samenessOf(from, column) !== 'text')
        ? []
        : [{ column: column.name, from: from.type, to: column.type }];
    }),
    reordered: both.some(({ name }, place) => name !== order[place]),
  };
}
