import { formatCount } from './countWords.ts';
import {
  type CellCount,
  type CollectCell,
  type CollectPlan,
  type CollectSum,
  type CollectTarget,
  mixProblem,
  type NoCollect,
  type ProductionMix,
} from './collect.ts';

export interface CollectQuestion {
  readonly label: string;
  readonly by: readonly string[];
  readonly target: CollectTarget;
  readonly mix: ProductionMix;
  /** Labels that there are, whether any row has them or not. */
  readonly labels?: readonly string[];
  /** Cells to list. */
  readonly limit: number;
  /** How many decisions the counts are with. */
  readonly decisions?: number;
}

/** Combinations of values that only a mix names. */
const mostNamed = 10_000;

/**
 * The rows that are missing to a target, for every label in every segment, those that do not occur at all among them.
 * Says why where the mix is none.
 *
 * @param counts cells that have rows, each once.
 * @param notes what is to be said beside what follows from the target.
 */
export function collectPlan(counts: readonly CellCount[], question: CollectQuestion, notes: readonly string[] = []): CollectPlan | NoCollect {
  const { label, by, target, limit, decisions = 0 } = question;
  const why = target.kind === 'mix' ? mixTrouble(question) : null;
  if (why !== null) return { why };
  const rows = sum(counts.map((cell) => cell.rows));
  const goal =
    target.kind === 'mix'
      ? mixGoal(counts, rows, question)
      : { notes: [], labels: [], segments: [] as (readonly string[])[], of: plainGoal(counts, target) };
  const present = new Map(counts.map((cell) => [nameOf(cell.label, cell.segment), cell.rows]));
  const labels = unique([...counts.map((cell) => [cell.label]), ...[...(question.labels ?? []), ...goal.labels].map((name) => [name])]);
  const segments = unique([...counts.map(({ segment }) => segment), ...goal.segments]);
  const cells = segments.flatMap((segment) => labels.map(([name = '']): CollectCell => {
    const cell = { label: name, segment, rows: present.get(nameOf(name, segment)) ?? 0 };
    const wanted = goal.of(cell);
    return { ...cell, target: wanted, missing: Math.max(0, wanted - cell.rows) };
  }));
  const missing = cells
    .filter((cell) => cell.missing > 0)
    .sort((a, b) => b.missing - a.missing || a.rows - b.rows || compare(nameOf(a.label, a.segment), nameOf(b.label, b.segment)));
  return {
    label,
    by,
    target,
    rows,
    decisions,
    cells: missing.slice(0, limit),
    cellsMissing: missing.length,
    cellsAll: cells.length,
    missing: sum(missing.map((cell) => cell.missing)),
    labels: sumsBy(cells, (cell) => [cell.label]),
    segments: by.length === 0 ? [] : sumsBy(cells, (cell) => cell.segment),
    notes: [...notes, ...goal.notes, ...(target.kind === 'mix' ? surplusNotes(cells) : [])],
  };
}

function plainGoal(counts: readonly CellCount[], target: Exclude<CollectTarget, { kind: 'mix' }>): (cell: CellCount) => number {
  if (target.kind === 'floor') return () => target.rows;
  const most = new Map<string, number>();
  for (const { segment, rows } of counts) most.set(segment.join('\0'), Math.max(most.get(segment.join('\0')) ?? 0, rows));
  return ({ segment }) => most.get(segment.join('\0')) ?? 0;
}

/** Why a mix cannot be a target; null where it can. */
function mixTrouble({ label, by, mix }: CollectQuestion): string | null {
  if (Object.keys(mix).length === 0) return 'no production mix is written down: winnow.json names it under “collect”';
  const mixed = [label, ...by].filter((column) => Object.hasOwn(mix, column));
  if (mixed.length === 0) return `the production mix names ${quoted(Object.keys(mix))}, and nothing of it is the label or a segment here`;
  return mixed.map((column) => mixProblem(column, mix[column]!)).find((words) => words !== null) ?? null;
}

interface Goal {
  of(cell: CellCount): number;
  /** Values that the mix names, whether there are rows of them or not. */
  readonly labels: readonly string[];
  readonly segments: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/**
 * Columns with a mix are taken to be independent of each other; the other columns keep the shares that they have among
 * the rows of the same values.
 */
function mixGoal(counts: readonly CellCount[], rows: number, { label, by, target, mix }: CollectQuestion): Goal {
  const columns = [label, ...by];
  const mixed = columns.filter((column) => Object.hasOwn(mix, column));
  const isMixed = columns.map((column) => mixed.includes(column));
  const part = (cell: CellCount, wanted: boolean): string => [cell.label, ...cell.segment].filter((_, place) => isMixed[place] === wanted).join('\0');
  const ofMixed = totals(counts, (cell) => part(cell, true));
  const ofRest = totals(counts, (cell) => part(cell, false));
  const total = (target.kind === 'mix' ? target.total : undefined) ?? rows;
  const share = (cell: CellCount): number => {
    const values = [cell.label, ...cell.segment];
    const wanted = columns.reduce((product, column, place) => (isMixed[place] ? product * (ownShare(mix[column]!, values[place]!) ?? 0) : product), 1);
    const alike = ofMixed.get(part(cell, true)) ?? 0;
    return wanted * (alike > 0 ? cell.rows / alike : (ofRest.get(part(cell, false)) ?? 0) / Math.max(1, rows));
  };
  const named = columns.map((column) => (Object.hasOwn(mix, column) ? Object.keys(mix[column]!) : []));
  const segments = by.length > 0 && by.every((column) => mixed.includes(column)) ? product(named.slice(1)) : [];
  const outside = mixed.map((column) => outsideNote(column, columns.indexOf(column), counts, mix[column]!)).filter((note) => note !== null);
  const unused = Object.keys(mix).filter((column) => !columns.includes(column));
  return {
    of: (cell) => Math.round(share(cell) * total),
    labels: named[0]!,
    segments,
    notes: [
      `The mix is held against ${formatCount(total)} rows${target.kind === 'mix' && target.total !== undefined ? '' : ', as many as there are'}.`,
      ...(mixed.length > 1 ? [`${quoted(mixed)} are taken to be independent of each other in production.`] : []),
      ...(mixed.length < columns.length
        ? [
            `${quoted(columns.filter((column) => !mixed.includes(column)))} ${columns.length - mixed.length === 1 ? 'keeps' : 'keep'} the shares of the file.`,
          ]
        : []),
      ...outside,
      ...(unused.length > 0 ? [`The mix also names ${quoted(unused)}, by which the rows are not divided here.`] : []),
    ],
  };
}

function outsideNote(column: string, place: number, counts: readonly CellCount[], shares: Readonly<Record<string, number>>): string | null {
  const outside = counts.filter(({ label, segment }) => ownShare(shares, [label, ...segment][place]!) === undefined);
  const values = [...new Set(outside.map(({ label, segment }) => [label, ...segment][place]!))];
  if (values.length === 0) return null;
  return `The mix does not name ${quoted(values.slice(0, 5))}${values.length > 5 ? ` and ${values.length - 5} more` : ''} of “${column}” (${sum(outside.map(({ rows }) => rows)).toLocaleString('en')} rows): no more of them are asked for.`;
}

/** Rows are only collected here, never left out: what there is too much of is said. */
function surplusNotes(cells: readonly CollectCell[]): string[] {
  const over = cells.filter(({ rows, target }) => rows > target);
  const surplus = sum(over.map(({ rows, target }) => rows - target));
  return surplus === 0
    ? []
    : [
        `${formatCount(over.length)} ${over.length === 1 ? 'cell has' : 'cells have'} more rows than the mix asks for, ${formatCount(surplus)} in all: with a larger total fewer are too many.`,
      ];
}

const ownShare = (shares: Readonly<Record<string, number>>, value: string): number | undefined => (Object.hasOwn(shares, value) ? shares[value] : undefined);
const nameOf = (label: string, segment: readonly string[]): string => [label, ...segment].join('\0');
const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');

function unique(names: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(names.map((name) => [name.join('\0'), name])).values()];
}

function totals(counts: readonly CellCount[], keyOf: (cell: CellCount) => string): Map<string, number> {
  const found = new Map<string, number>();
  for (const cell of counts) found.set(keyOf(cell), (found.get(keyOf(cell)) ?? 0) + cell.rows);
  return found;
}

function sumsBy(cells: readonly CollectCell[], nameIn: (cell: CollectCell) => readonly string[]): CollectSum[] {
  const found = new Map<string, { name: readonly string[]; rows: number; missing: number }>();
  for (const cell of cells) {
    const name = nameIn(cell);
    const sums = found.get(name.join('\0')) ?? { name, rows: 0, missing: 0 };
    found.set(name.join('\0'), { name, rows: sums.rows + cell.rows, missing: sums.missing + cell.missing });
  }
  return [...found.values()].sort((a, b) => b.rows - a.rows || compare(a.name.join('\0'), b.name.join('\0')));
}

function product(lists: readonly (readonly string[])[]): (readonly string[])[] {
  const size = lists.reduce((all, { length }) => all * length, 1);
  return size > mostNamed ? [] : lists.reduce<(readonly string[])[]>((all, list) => all.flatMap((before) => list.map((value) => [...before, value])), [[]]);
}
