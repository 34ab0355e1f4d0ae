import type { SqlRow } from '../../engine/engine.ts';
import type { CheckContext } from '../check.ts';
import { numberIn, textIn } from './ask.ts';

/** Of the rows asked for, in their order: what a person looks at when choosing which of several to keep. */
export interface MemberCells {
  /** As the file has them; null where they are missing or there is no label column. */
  readonly labels: readonly (string | null)[];
  readonly splits: readonly (string | null)[];
  /** Cells without a value, in tables of not too many columns; 0 in others. */
  readonly blanks: Int32Array;
}

/** Columns whose missing cells are counted. */
const countedColumns = 100;
/** Rows that are named one by one; for more, the table is read through. */
const rowsNamed = 20_000;

/** @param members row numbers, none twice. */
export async function readMembers(
  { dataset, relation, signal }: Pick<CheckContext, 'dataset' | 'relation' | 'signal'>,
  members: Int32Array,
): Promise<MemberCells> {
  const { dialect, name } = relation;
  const { label, split } = dataset.roles;
  const isBlank = (text: string): string => `CASE WHEN ${text} IS NULL OR ${text} = '' THEN 1 ELSE 0 END`;
  const blank =
    dataset.columns.length > countedColumns ? '0' : dataset.columns.map((column) => isBlank(dialect.text(column.name))).join(' + ');
  const labelText = label === undefined ? 'NULL' : `CASE WHEN NOT ${dialect.missing(label)} THEN ${dialect.text(label)} END`;
  const named = members.length <= rowsNamed ? ` WHERE _row IN (${members.join(', ')})` : '';
  const sql = `SELECT _row, ${labelText} AS label, ${split === undefined ? 'NULL' : dialect.text(split)} AS split, ${blank} AS blanks FROM ${name}${named}`;
  const places = new Int32Array(dataset.records + 1);
  members.forEach((row, place) => void (places[row] = place + 1));
  const labels = new Array<string | null>(members.length).fill(null);
  const splits = new Array<string | null>(members.length).fill(null);
  const blanks = new Int32Array(members.length);
  // Labels and splits are few, and each is kept once.
  const texts = new Map<string, string>();
  const once = (text: string | null): string | null => {
    if (text === null) return null;
    if (!texts.has(text)) texts.set(text, text);
    return texts.get(text)!;
  };
  const keep = (row: SqlRow): void => {
    const place = places[numberIn(row['_row'])]! - 1;
    if (place < 0) return;
    labels[place] = once(textIn(row['label']));
    splits[place] = once(textIn(row['split']));
    blanks[place] = numberIn(row['blanks']);
  };
  for await (const chunk of relation.stream(sql, [], signal)) chunk.forEach(keep);
  return { labels, splits, blanks };
}
