import { countOf, formatCount } from '../../core/countWords.ts';
import { labelError } from '../../checks/labelError.ts';
import { hasProbabilities, type OutOfSample } from '../../checks/outOfSample.ts';
import { splitKindSql } from '../../checks/parts/splits.ts';
import { suspectPositions } from '../../checks/parts/suspects.ts';
import { readCodes } from '../../checks/parts/valueCodes.ts';
import type { Decision } from '../../core/decision.ts';
import { textIn } from '../../checks/parts/ask.ts';
import { resolveSettings } from '../../checks/settings.ts';
import { breather } from '../labels/breather.ts';
import { type GivenLabels, positionOf, readGivenLabels } from '../labels/givenLabels.ts';
import type { Tell } from '../labels/labelInput.ts';
import type { NextSource } from '../next/nextToLabel.ts';
import { eachBlock } from '../../learn/probabilityBlocks.ts';

/** What is known of the rows that a plan is about, a place in each list for each. */
export interface PlannedRows {
  /** Row numbers, ascending, and where they stand among all readable rows. */
  readonly rows: Int32Array;
  readonly places: Int32Array;
  /** All readable rows. */
  readonly all: Int32Array;
  readonly labels: readonly string[];
  /** −1: none. */
  readonly classes: Int32Array;
  /** 1 − p of the given label; NaN where it is not known, or the label may be wrong. */
  readonly difficulty: Float32Array;
  readonly segments: readonly { readonly column: string; readonly values: readonly string[]; readonly codes: Int32Array }[];
  readonly notes: readonly string[];
}

/** Values of a segment that are told apart. */
const mostValues = 1000;

/** Reads what rows are planned by: those of the train split where there is one, without those that somebody excluded. */
export async function readPlannedRows(source: NextSource, signal: AbortSignal, tell: Tell): Promise<PlannedRows> {
  const { table: { relation }, dataset } = source;
  const { unreadable } = dataset;
  const notes = unreadable === 0 ? [] : [`${words(unreadable)} that could not be read ${unreadable === 1 ? 'stays as it is' : 'stay as they are'}.`];
  const given = await readGivenLabels(relation, source, signal);
  const all = 'why' in given ? await relation.integers(`SELECT CAST(_row AS INTEGER) FROM ${relation.name} ORDER BY _row`, signal) : given.rows;
  const places = await plannedPlaces(source, all, notes, signal);
  const rows = Int32Array.from(places, (place) => all[place]!);
  const classes = 'why' in given ? new Int32Array(rows.length).fill(-1) : Int32Array.from(places, (place) => given.codes[place]!);
  const difficulty = await readDifficulty(source, given, rows, notes, signal, tell);
  const segments = [];
  for (const column of dataset.roles.segments) {
    const { dialect, name } = relation;
    const found = await relation.query(
      `SELECT ${dialect.text(column)} AS value FROM ${name} WHERE NOT ${dialect.missing(column)} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${mostValues}`,
      [],
      signal,
    );
    const values = found.map((row) => textIn(row['value'])!);
    const codes = await readCodes(relation, column, values, all.length, signal);
    layOver(source.holding, column, all, codes, values);
    segments.push({ column, values, codes: Int32Array.from(places, (place) => codes[place]!) });
  }
  notes.push(...decidedNotes(source, rows));
  return { rows, places, all, labels: 'why' in given ? [] : given.labels, classes, difficulty, segments, notes };
}

async function plannedPlaces(
  { table: { relation }, dataset, holding }: NextSource,
  all: Int32Array,
  notes: string[],
  signal: AbortSignal,
): Promise<Int32Array> {
  const { split } = dataset.roles;
  const excluded = new Set([...holding].filter(([, decisions]) => decisions.some(({ act }) => act === 'exclude')).map(([row]) => row));
  let places = Int32Array.from(all.keys());
  if (split !== undefined) {
    const kinds = await relation.integers(
      `SELECT CAST(CASE ${splitKindSql(relation, split)} WHEN 'train' THEN 0 WHEN 'validation' THEN 1 WHEN 'test' THEN 1 ELSE 0 END AS INTEGER) FROM ${relation.name} ORDER BY _row`,
      signal,
    );
    const kept = kinds.reduce((sum, kind) => sum + kind, 0);
    if (kept > 0 && kept < all.length) {
      places = places.filter((place) => kinds[place] === 0);
      notes.push(`${words(kept)} of validation and test (“${split}”) are kept whole: measuring takes them all.`);
    }
  }
  const left = places.filter((place) => !excluded.has(all[place]!));
  if (left.length < places.length)
    notes.push(
      `${words(places.length - left.length)} that somebody excluded ${places.length - left.length === 1 ? 'is' : 'are'} no part of the plan: Apply drops them.`,
    );
  return left;
}

/** Lays what people decided of a column over the codes of all rows; values that only decisions give are added to the list. */
function layOver(holding: NextSource['holding'], column: string, all: Int32Array, codes: Int32Array, values: string[]): void {
  for (const [row, decisions] of holding) {
    const to = decisions.findLast((decision) => decision.act === 'set' && decision.column === column)?.to;
    const place = to === undefined ? -1 : positionOf(all, row);
    if (place < 0) continue;
    if (to !== null && to !== undefined && to.trim() !== '' && !values.includes(to)) values.push(to);
    codes[place] = values.indexOf(to ?? '');
  }
}

/** Labels and segments count as they are decided upon, which a file that is written does not say. */
function decidedNotes({ dataset: { roles }, holding }: NextSource, rows: Int32Array): string[] {
  const isCounted = ({ act, column }: Decision): boolean =>
    act === 'relabel' || (act === 'set' && column !== undefined && (column === roles.label || roles.segments.includes(column)));
  const decided = [...holding].filter(([row, decisions]) => decisions.some(isCounted) && positionOf(rows, row) >= 0).length;
  if (decided === 0) return [];
  return [
    `Labels and segments of ${words(decided)} count as decisions that are not applied to the file yet will make them; other columns, and a file of the rows that are kept, are as the file is.`,
  ];
}

/** A row whose label is suspect and that nobody has looked at is not hard, but perhaps wrong. */
async function readDifficulty(
  source: NextSource,
  given: GivenLabels | { readonly why: string },
  rows: Int32Array,
  notes: string[],
  signal: AbortSignal,
  tell: Tell,
): Promise<Float32Array> {
  const difficulty = new Float32Array(rows.length).fill(NaN);
  const learnt = 'why' in given ? given : await source.outOfSample(signal, tell);
  if (!hasProbabilities(learnt as OutOfSample)) {
    notes.push(`How hard a row is is not known (${(learnt as { why: string }).why}): beyond copies, rows go at random.`);
    return difficulty;
  }
  const known = learnt as OutOfSample;
  const suspects = new Uint8Array(known.rows.length);
  let unreviewed = 0;
  for (const position of await suspectPositions(known, resolveSettings(labelError, source.config, () => undefined).options)) {
    if (source.holding.get(known.rows[position]!)?.some(({ act }) => act === 'accept' || act === 'relabel')) continue;
    suspects[position] = 1;
    if (positionOf(rows, known.rows[position]!) >= 0) unreviewed++;
  }
  const { classes } = known.probabilities;
  await eachBlock(known.probabilities, breather(signal), (block, from, to) => {
    for (let position = from; position < to; position++) {
      const label = known.given[position]!;
      const at = label < 0 || suspects[position] === 1 ? -1 : positionOf(rows, known.rows[position]!);
      if (at >= 0) difficulty[at] = 1 - block[(position - from) * classes + label]!;
    }
  });
  notes.push(
    `How hard a row is: 1 − p of its label, by ${known.source.words} (${(known.source.accuracy * 100).toFixed(1)} % right${known.source.suspects ? ', too few to lean on: review the plan' : ''}).`,
  );
  if (unreviewed > 0)
    notes.push(
      `${words(unreviewed)} whose label is suspect and that nobody has reviewed ${unreviewed === 1 ? 'counts' : 'count'} as neither easy nor hard: review them first.`,
    );
  if (known.basis?.kind === 'sample')
    notes.push(
      `The labels of ${words(known.basis.rows)} of ${formatCount(known.basis.of)} were learnt; how hard the others are is not known, and they go at random.`,
    );
  return difficulty;
}

const words = (count: number): string => countOf(count, 'row');
