import type { Dialect, KeptTable, Relation } from '../../engine/engine.ts';
import { type AnnotationIndex, indexAnnotations } from '../../stats/annotations.ts';
import type { AnnotationLayout, NoAnnotations } from './annotationLayout.ts';
import { askOne, numberIn } from './ask.ts';
import { isSurelyMissing } from './sentinels.ts';
import { countOf, formatCount } from './words.ts';

/** Who gave which item which label, by numbers, and what the numbers stand for. */
export interface ReadAnnotations {
  readonly layout: AnnotationLayout;
  readonly index: AnnotationIndex;
  /** Trimmed, otherwise as the file has them; in order of their numbers where all are numbers, else the most frequent first. */
  readonly labels: readonly string[];
  /** In the order of the columns, or in which they come in the file. */
  readonly annotators: readonly string[];
  /** Row numbers of an item, ascending: of its votes. */
  rowsOf(item: number): Int32Array;
  /** The item of a row that is a vote; undefined for other rows. */
  itemOf(row: number): number | undefined;
}

/** More different labels than this, and people did not choose among classes. */
const mostLabels = 1000;

/**
 * Reads the votes into typed arrays: 16 bytes a vote, besides the names of people and labels. The engine numbers items,
 * people and labels, in tables of its own that are dropped again.
 */
export async function readAnnotations(layout: AnnotationLayout, relation: Relation, signal: AbortSignal): Promise<ReadAnnotations | NoAnnotations> {
  const kept: KeptTable[] = [];
  const keep = async (sql: string): Promise<string> => {
    const table = await relation.keep(sql, signal);
    kept.push(table);
    return table.name;
  };
  try {
    const ballots = layout.kind === 'columns' ? columnBallots(relation, layout.annotators) : longBallots(relation, layout);
    const labelTable = await keep(
      `SELECT label AS value, row_number() OVER (ORDER BY count(*) DESC, label) - 1 AS number FROM (${ballots}) AS ballots GROUP BY label`,
    );
    const { n } = await askOne(relation, `SELECT count(*) AS n FROM ${labelTable}`, signal);
    if (numberIn(n) > mostLabels)
      return {
        why: `annotators gave ${formatCount(numberIn(n))} different labels: people are compared over at most ${formatCount(mostLabels)}`,
      };
    const written = await namesIn(relation, labelTable, signal);
    const labels = orderedLabels(written);
    if (labels.length === 0) return { why: 'no annotator gave a label' };
    const places = Int32Array.from(written, (name) => labels.indexOf(name));
    const annotatorTable = layout.kind === 'long' ? await keep(numbering('annotator', ballots)) : null;
    const itemTable = await keep(numbering('item', ballots));
    const votes = await keep(voteSql(ballots, itemTable, labelTable, annotatorTable));
    const numbers = (column: string): Promise<Int32Array> =>
      relation.integers(`SELECT CAST(${column} AS INTEGER) FROM ${votes} ORDER BY vote_row, annotator`, signal);
    const all = {
      row: await numbers('vote_row'),
      item: await numbers('item'),
      annotator: await numbers('annotator'),
      label: (await numbers('label')).map((label) => places[label]!),
    };
    const annotators = layout.kind === 'columns' ? layout.annotators : await namesIn(relation, annotatorTable!, signal);
    const items = numberIn((await askOne(relation, `SELECT count(*) AS n FROM ${itemTable}`, signal))['n']);
    return assemble(layout, labels, annotators, items, all);
  } finally {
    for (const table of kept) await table.drop();
  }
}

interface Votes {
  readonly row: Int32Array;
  readonly item: Int32Array;
  readonly annotator: Int32Array;
  /** −1: a word for “no label”. */
  readonly label: Int32Array;
}

function assemble(layout: AnnotationLayout, labels: readonly string[], annotators: readonly string[], items: number, votes: Votes): ReadAnnotations {
  const meant = (_: number, at: number): boolean => votes.label[at]! >= 0;
  const [row, item] = [votes.row.filter(meant), votes.item.filter(meant)];
  const index = indexAnnotations({
    items,
    annotators: annotators.length,
    classes: labels.length,
    item,
    annotator: votes.annotator.filter(meant),
    label: votes.label.filter(meant),
  });
  const start = new Int32Array(items + 1);
  for (const each of item) start[each + 1]!++;
  for (let each = 0; each < items; each++) start[each + 1]! += start[each]!;
  const next = start.slice(0, items);
  const rows = new Int32Array(row.length);
  row.forEach((number, at) => (rows[next[item[at]!]!++] = number));
  return {
    layout,
    index,
    labels,
    annotators,
    // Votes come by row: of one row a column, the row is the same for all.
    rowsOf: (each) =>
      layout.kind === 'columns'
        ? rows.subarray(start[each]!, Math.min(start[each]! + 1, start[each + 1]!))
        : rows.subarray(start[each]!, start[each + 1]!),
    itemOf: (number) => {
      const at = row.indexOf(number);
      return at < 0 ? undefined : item[at];
    },
  };
}

/** Numbers the values of a column of the ballots in the order in which they come in the file. */
const numbering = (column: string, ballots: string): string =>
  `SELECT ${column} AS value, row_number() OVER (ORDER BY min(vote_row)) - 1 AS number FROM (${ballots}) AS ballots GROUP BY ${column}`;

function voteSql(ballots: string, items: string, labels: string, annotators: string | null): string {
  return `SELECT b.vote_row AS vote_row, i.number AS item, l.number AS label, ${annotators ? 'a.number' : 'b.annotator'} AS annotator FROM (${ballots}) AS b
    JOIN ${items} AS i ON i.value = b.item JOIN ${labels} AS l ON l.value = b.label${annotators ? ` JOIN ${annotators} AS a ON a.value = b.annotator` : ''}`;
}

/** A ballot a cell that has a label: its row is the item, the place of its column the annotator. */
function columnBallots({ dialect, name }: Relation, columns: readonly string[]): string {
  return columns
    .map(
      (column, place) =>
        `SELECT _row AS vote_row, _row AS item, ${place} AS annotator, ${trimmed(dialect, column)} AS label FROM ${name} WHERE NOT ${dialect.missing(column)}`,
    )
    .join(' UNION ALL ');
}

/** A ballot a row that says who labelled which item how. */
function longBallots({ dialect, name }: Relation, layout: Extract<AnnotationLayout, { kind: 'long' }>): string {
  const { item, annotator, label } = layout;
  const what = item.length === 1 ? dialect.text(item[0]!) : dialect.join(item.map((column) => dialect.text(column)), '\u001f');
  const present = [annotator, label].map((column) => `NOT ${dialect.missing(column)}`);
  const known = `NOT (${item.map((column) => dialect.missing(column)).join(' AND ')})`;
  return `SELECT _row AS vote_row, ${what} AS item, ${trimmed(dialect, annotator)} AS annotator, ${trimmed(dialect, label)} AS label FROM ${name} WHERE ${[...present, known].join(' AND ')}`;
}

const trimmed = (dialect: Dialect, column: string): string => `trim(${dialect.text(column)})`;

async function namesIn(relation: Relation, table: string, signal: AbortSignal): Promise<string[]> {
  const names: string[] = [];
  for await (const chunk of relation.stream(`SELECT value FROM ${table} ORDER BY number`, [], signal))
    for (const row of chunk) names.push(String(row['value']));
  return names;
}

function orderedLabels(written: readonly string[]): string[] {
  const labels = written.filter((label) => !isSurelyMissing(label));
  return labels.every((label) => Number.isFinite(Number(label))) ? labels.sort((a, b) => Number(a) - Number(b)) : labels;
}

/** What was left aside, in words; null where nothing was. */
export function repeatedWords({ index }: ReadAnnotations): string | null {
  return index.repeated === 0
    ? null
    : `${countOf(index.repeated, 'label')} by a person who labelled the same item again ${index.repeated === 1 ? 'was' : 'were'} left aside: the last one counts.`;
}
