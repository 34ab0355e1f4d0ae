import type { Dataset } from '../../core/dataset.ts';
import { contentColumns } from '../../core/roles.ts';
import { type ColumnType, isNumeric, isTemporal } from '../../core/schema.ts';
import type { KeptTable } from '../../engine/engine.ts';
import type { CheckContext, RawFinding } from '../check.ts';
import { askOne, numberIn, textIn } from './ask.ts';
import { RowList } from './rowList.ts';
import { splitKindSql } from './splits.ts';
import { formatCount, formatShare, listed, quoted } from './words.ts';

/** Rows with the same content after normalisation, in file order. There may be millions: no object is made for one. */
export interface ContentGroup {
  readonly rows: Int32Array;
  /** Of each row, as the file has it; null where it is missing or there is no label column. */
  readonly labels: readonly (string | null)[];
  readonly splits: readonly (string | null)[];
  /** Their content is the same to the byte. */
  readonly identical: boolean;
}

type Asking = Pick<CheckContext, 'dataset' | 'relation' | 'signal' | 'shared' | 'keep'>;

/** The columns by which rows are the same. */
export function contentOf(dataset: Dataset): string[] {
  return contentColumns(dataset.columns.map(({ name }) => name), dataset.roles);
}

/** For `needs`: why rows cannot be compared. */
export function needsContent(dataset: Dataset): string | null {
  const columns = contentOf(dataset);
  const [only] = dataset.columns.filter(({ name }) => name === columns[0]);
  if (columns.length === 0) return 'no column holds content to compare';
  // Two rows with the same number are not the same row; with the same embedding they are.
  const isOneNumber = only !== undefined && only.type !== 'text' && only.name !== dataset.roles.embedding;
  return columns.length === 1 && dataset.roles.content.length === 0 && isOneNumber
    ? `the only column to compare is ${quoted(only.name)}, which holds no text`
    : null;
}

/** Which groups are wanted: of those with two rows or more, all, or those of several labels or of several splits. */
export type GroupsWanted = 'all' | 'several labels' | 'several splits';

/**
 * Groups of two rows or more with the same content (NFKC, lower case, white space collapsed), largest first. Rows without
 * any content are in none.
 */
export async function* contentGroups(context: Asking, wanted: GroupsWanted = 'all'): AsyncGenerator<ContentGroup> {
  const { groups } = await readContents(context);
  let group = new GrowingGroup();
  for await (const chunk of context.relation.stream(groupsSql(context, groups, wanted), [], context.signal)) {
    for (const row of chunk) {
      const first = numberIn(row['first_row']);
      if (group.first !== first) {
        if (group.first > 0) yield group.finished();
        group = new GrowingGroup(first, row['identical'] === true);
      }
      group.add(numberIn(row['n']), textIn(row['label']), textIn(row['split']));
    }
  }
  if (group.first > 0) yield group.finished();
}

/** A group whose rows are coming in. Labels and splits are few, and each is kept once. */
class GrowingGroup {
  readonly first: number;
  readonly #identical: boolean;
  readonly #rows = new RowList();
  readonly #labels: (string | null)[] = [];
  readonly #splits: (string | null)[] = [];
  readonly #texts = new Map<string, string>();

  /** @param first the group's first row; 0 for none. */
  constructor(first = 0, identical = false) {
    this.first = first;
    this.#identical = identical;
  }

  add(row: number, label: string | null, split: string | null): void {
    this.#rows.push(row);
    this.#labels.push(this.#once(label));
    this.#splits.push(this.#once(split));
  }

  finished(): ContentGroup {
    return { rows: this.#rows.toArray(), labels: this.#labels, splits: this.#splits, identical: this.#identical };
  }

  #once(text: string | null): string | null {
    if (text === null) return null;
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }
}

export interface Contents {
  /** Rows with content, and how many different ones they have. */
  readonly rows: number;
  readonly contents: number;
  /** A table of the rows that share their content with others: `n`, the group's `first_row` and `size`, and whether it is `identical`. */
  readonly groups: string;
}

/** Contents are normalised and compared once for all checks of a run: candidates share a hash, groups share the texts themselves. */
export function readContents(context: Asking): Promise<Contents> {
  return context.shared('contents', async () => {
    const { relation, signal } = context;
    const keyed = await context.keep(
      `SELECT CAST(_row AS INTEGER) AS n, ${relation.dialect.hash([contentKey(context)])} AS h FROM ${relation.name} WHERE ${hasContent(context)}`,
    );
    const counts = await askOne(relation, `SELECT count(*) AS n, count(DISTINCT h) AS contents FROM ${keyed.name}`, signal);
    const groups = await compareCandidates(context, keyed);
    return { rows: numberIn(counts['n']), contents: numberIn(counts['contents']), groups: groups.name };
  });
}

/**
 * Rows that share a hash are compared with the first of them, so that no content is held more than once, however often it
 * is there. Those that differ from it, which hardly ever happens, are compared among themselves again.
 * @param keyed rows `n` and the hashes `h` of their contents; it is dropped.
 */
async function compareCandidates(context: Asking, keyed: KeptTable): Promise<KeptTable> {
  const { dataset, relation, signal } = context;
  const { dialect, name } = relation;
  const texts = dialect.join(contentOf(dataset).map((column) => dialect.text(column)), separator);
  const found: KeptTable[] = [];
  let left = keyed;
  for (;;) {
    const repeated = await context.keep(`SELECT h, min(n) AS first_row FROM ${left.name} GROUP BY h HAVING count(*) > 1`);
    const rows = await context.keep(
      `SELECT n, candidates.h, first_row FROM ${left.name} AS candidates JOIN ${repeated.name} AS repeated ON candidates.h = repeated.h`,
    );
    const firsts = `SELECT _row AS first_row, ${contentKey(context)} AS first_key, ${texts} AS first_text FROM ${name} WHERE _row IN (SELECT first_row FROM ${repeated.name})`;
    const compared =
      await context.keep(`SELECT rows.n, rows.h, rows.first_row, CASE WHEN ${texts} = first_text THEN true ELSE ${contentKey(context)} = first_key END AS same, ${texts} = first_text AS identical
      FROM ${name} JOIN ${rows.name} AS rows ON _row = rows.n JOIN (${firsts}) AS firsts ON rows.first_row = firsts.first_row`);
    found.push(compared);
    for (const table of [left, repeated, rows]) await table.drop();
    const differing = numberIn((await askOne(relation, `SELECT count(*) AS n FROM ${compared.name} WHERE NOT same`, signal))['n']);
    if (differing === 0) break;
    left = await context.keep(`SELECT n, h FROM ${compared.name} WHERE NOT same`);
  }
  const all = found.map((table) => `SELECT n, first_row, identical FROM ${table.name} WHERE same`).join(' UNION ALL ');
  const groups = await context.keep(`WITH members AS (${all}),
    sizes AS (SELECT first_row, count(*) AS size, bool_and(identical) AS identical FROM members GROUP BY first_row HAVING count(*) > 1)
    SELECT n, members.first_row, size, sizes.identical FROM members JOIN sizes ON members.first_row = sizes.first_row`);
  for (const table of found) await table.drop();
  return groups;
}

function groupsSql({ dataset, relation }: Asking, groups: string, wanted: GroupsWanted): string {
  const { dialect, name } = relation;
  const { label, split } = dataset.roles;
  const labelText = label === undefined ? 'NULL' : `CASE WHEN NOT ${dialect.missing(label)} THEN ${dialect.text(label)} END`;
  const differing = {
    all: null,
    'several labels':
      label === undefined ? 'NULL' : `CASE WHEN NOT ${dialect.missing(label)} THEN ${dialect.normalise(dialect.text(label))} END`,
    'several splits': split === undefined ? 'NULL' : splitKindSql(relation, split),
  }[wanted];
  // The columns of the dataset have names of their own, which none of the group's is among.
  const members = `SELECT n, ${labelText} AS label, ${split === undefined ? 'NULL' : dialect.text(split)} AS split, ${differing ?? 'NULL'} AS differs, first_row, size, identical
    FROM ${name} JOIN ${groups} AS same_content ON _row = same_content.n`;
  const chosen = differing === null ? '' : 'WHERE first_row IN (SELECT first_row FROM members GROUP BY first_row HAVING count(DISTINCT differs) > 1)';
  return `WITH members AS MATERIALIZED (${members}) SELECT n, label, split, first_row, identical FROM members ${chosen} ORDER BY size DESC, first_row, n`;
}

/** A control character that is in no readable text stands after each cell. */
const separator = '\u001F';

/** SQL: one text for the content of a row, normalised. Numbers, dates and booleans have no case and no width: their text is compared. */
export function contentKey({ dataset, relation: { dialect } }: Pick<Asking, 'dataset' | 'relation'>): string {
  const types = new Map(dataset.columns.map(({ name, type }) => [name, type]));
  const written = contentOf(dataset).filter((column) => isWritten(types.get(column) ?? 'text'));
  const others = contentOf(dataset).filter((column) => !isWritten(types.get(column) ?? 'text'));
  const normalised = written.length === 0 ? [] : [dialect.join(written.map((column) => dialect.text(column)), separator, (text) => dialect.normalise(text))];
  const plain = others.length === 0 ? [] : [dialect.join(others.map((column) => dialect.text(column)), separator)];
  return `concat(${[...normalised, ...plain].join(', ')})`;
}

const isWritten = (type: ColumnType): boolean => !isNumeric(type) && !isTemporal(type) && type !== 'boolean';

/** SQL: a character that is not white space stands in any of the columns. One pattern over all of them, since there may be thousands. */
export function hasContent({ dataset, relation: { dialect } }: Pick<Asking, 'dataset' | 'relation'>): string {
  return dialect.matches(`concat(${contentOf(dataset).map((column) => dialect.text(column)).join(', ')})`, String.raw`[^\s\v\pZ\x{feff}]`);
}

/** Content of so many characters on average is a text that repeats for a reason. */
const proseLength = 20;
const fewestRows = 100;

/**
 * Whether content repeats by its nature: in most rows, and it is either no prose (a few categories, a number or two), or
 * several people label the same rows. Then duplicates and conflicts are the rule, and one finding says that none are listed.
 */
export async function repetitiveContent(context: Asking & Pick<CheckContext, 'profiles'>, unlisted: string): Promise<RawFinding | null> {
  const { dataset, profiles } = context;
  const columns = contentOf(dataset);
  const isProse = columns.some((column) => (profiles.get(column)?.meanLength ?? 0) >= proseLength);
  const hasPeople = dataset.roles.annotators.length === 1;
  if (dataset.rows < fewestRows || (isProse && !hasPeople)) return null;
  const { rows, contents } = await readContents(context);
  if (rows < fewestRows || contents > rows / 2) return null;
  const why = hasPeople
    ? `: several people (${quoted(dataset.roles.annotators[0]!)}) label the same rows, so ${unlisted} are not listed`
    : `, so ${unlisted} are not listed; where other columns tell rows apart, give them the role content`;
  return {
    severity: 'info',
    scope: 'dataset',
    score: 0,
    message: `${formatCount(rows)} rows have ${formatCount(contents)} different contents in ${listed(columns.map(quoted))} (${formatShare(1 - contents / rows)} are repeats)${why}.`,
    rows: [],
    evidence: { rows, contents, columns },
  };
}

/** `the same “text”`, `the same content (“title” and “body”)`. */
export function sameContent(columns: readonly string[], identical: boolean): string {
  const what = columns.length === 1 ? `the same ${quoted(columns[0]!)}` : `the same content (${listed(columns.map(quoted), 3)})`;
  return identical ? what : `${what} but for letter case, white space or Unicode form`;
}

/** A finding about content is shown in its column, where it is one. */
export function contentColumn(columns: readonly string[]): { column?: string } {
  return columns.length === 1 ? { column: columns[0]! } : {};
}
