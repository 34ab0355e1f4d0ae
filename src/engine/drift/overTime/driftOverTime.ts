import { formatCount } from '../../../core/countWords.ts';
import { compareSchema, isAlike } from '../../../checks/parts/drift/compareSchema.ts';
import type { DriftSide, DriftSides } from '../../../checks/parts/drift/driftSide.ts';
import { kindOfPair } from '../../../checks/parts/drift/driftStudy.ts';
import { openRelationSide } from '../../../checks/parts/drift/relationSide.ts';
import { pausing } from '../../../checks/parts/pause.ts';
import { countOf, listed, quoted } from '../../../checks/parts/words.ts';
import { type DriftLimits, fewestValues } from '../../../core/drift.ts';
import { type DriftTimeline, type DriftTimelineParams, periodName } from '../../../core/driftTimeline.ts';
import { isNumeric } from '../../../core/schema.ts';
import type { NoTimeline } from '../../../core/timeline.ts';
import { within as partOf } from '../../../learn/checkpoint.ts';
import type { Tell } from '../../labels/labelInput.ts';
import { byColumn, type DriftSource } from '../openSides.ts';
import { type CountedRows, within } from './countByPeriod.ts';
import { countColumns, type Wanted } from './countColumns.ts';
import { markFar, type RawColumn } from './periodCells.ts';
import { readPeriods } from './readPeriods.ts';
import { mostTexts, textsOverTime } from './textsOverTime.ts';

/** Columns that one scan counts. */
const columnsAtATime = 16;
/** Columns that are compared, the first of the file. */
const mostColumns = 1000;
/** A category with more values here is not counted: a group for each would be read. */
const mostDistinct = 10_000;

export interface OverTimeSource extends DriftSource {
  /** The column with the times. */
  readonly time: string;
  /** What is compared with, where that is not among the periods: sides that are open. */
  readonly sides?: DriftSides;
  readonly limits: DriftLimits;
}

/**
 * How each column is distributed in each period, against what the periods are compared with. Counts are of all rows; a
 * scan counts sixteen columns.
 */
export async function driftOverTime(source: OverTimeSource, params: DriftTimelineParams, signal: AbortSignal, tell: Tell): Promise<DriftTimeline | NoTimeline> {
  const { relation, dataset, time, sides, limits } = source;
  const where = sides?.currentWhere;
  tell(0, `Reading the times of ${time}`);
  const periods = await readPeriods(relation, time, where, params.period, params.against, signal);
  if ('why' in periods) return periods;
  const { period, points } = periods;
  const counted: CountedRows = { relation, time, period, points, ...(where !== undefined && { where }) };
  const compared = sides ?? (await sidesOfPeriods(source, counted, params.against === 'first', signal));
  const { wanted, notes } = chooseColumns(compared, time);
  const lengths: RawColumn[] = [];
  const share = params.texts === true ? 0.4 : 1;
  for (let first = 0; first < wanted.length; first += columnsAtATime) {
    const some = wanted.slice(first, first + columnsAtATime);
    tell((share * first) / wanted.length, `Comparing ${some[0]!.pair.current.name} and the columns after it by ${period}`);
    lengths.push(...(await countColumns(some, compared, counted, sides === undefined, params.against === 'first', signal)));
  }
  const tellTexts: Tell = (fraction, words) => tell(share + fraction * (1 - share), words);
  const texts = params.texts === true ? await readTexts(wanted, lengths, sides?.reference ?? null, counted, signal, tellTexts) : null;
  const columns = texts?.columns ?? lengths;
  return {
    time,
    period,
    points,
    against: sides?.reference.name ?? (params.against === 'first' ? periodName(firstCompared(points).from, period) : 'the period before'),
    ...markFar(columns, limits),
    limits: { jensenShannon: limits.jensenShannon, auroc: limits.auroc, p: limits.p },
    rows: periods.rows,
    untimed: periods.untimed,
    notes: [
      ...(sides?.notes ?? []),
      ...periods.notes,
      ...notes,
      ...(texts?.notes ?? []),
      ...spellingNotes(columns),
      ...basisNotes(columns),
      ...fewRowsNotes(counted, sides?.reference),
      ...(dataset.columns.length > mostColumns
        ? [`Of ${formatCount(dataset.columns.length)} columns, the first ${formatCount(mostColumns)} were compared.`]
        : []),
    ],
  };
}

/** The first period that another one is compared with: one with rows enough. */
function firstCompared(points: CountedRows['points']): CountedRows['points'][number] {
  return points[points.find(({ before }) => before !== null)!.before!]!;
}

function spellingNotes(columns: readonly RawColumn[]): string[] {
  return columns.flatMap(({ column, spelling }) =>
    spelling === undefined ? [] : [`${quoted(column)}: ${spelling.charAt(0).toLowerCase()}${spelling.slice(1)}. It counts as the same.`],
  );
}

/** Periods, and what they are compared with, of which too few rows are known. */
function fewRowsNotes({ points, period }: CountedRows, reference: DriftSide | undefined): string[] {
  const few = points.filter(({ rows }) => rows < fewestValues).length;
  return [
    ...(few > 0 ? [`${countOf(few, period)} of ${points.length} ${few === 1 ? 'has' : 'have'} fewer than ${fewestValues} rows, which are too few to say.`] : []),
    ...(reference && reference.rows < fewestValues ? [`${reference.name} has ${countOf(reference.rows, 'row')}: too few to say.`] : []),
  ];
}

/** What does not rest on all rows, once for all columns of which that is so. */
function basisNotes(columns: readonly RawColumn[]): string[] {
  const bases = new Set(columns.flatMap(({ basis }) => (basis === undefined ? [] : [basis])));
  return [...bases].map((basis) => {
    const names = columns.filter((column) => column.basis === basis).map(({ column }) => quoted(column));
    return `${listed(names, 8)} ${names.length === 1 ? 'rests' : 'rest'} on ${basis}.`;
  });
}

/** Where periods are compared with each other: what the bins are made of is the first one, else all of them. */
async function sidesOfPeriods({ dataset, profiles, relation }: DriftSource, counted: CountedRows, isFirst: boolean, signal: AbortSignal): Promise<DriftSides> {
  const side = await openRelationSide({
    name: 'the periods',
    dataset,
    profiles: byColumn(profiles),
    relation,
    where: within(counted, isFirst ? [firstCompared(counted.points)] : counted.points),
    signal,
  });
  return { reference: side, current: side, dividing: [], notes: [] };
}

/** The columns that are compared, each in the way of its kind on the reference. */
function chooseColumns(sides: DriftSides, time: string): { wanted: Wanted[]; notes: string[] } {
  const { pairs, differences } = compareSchema(sides.reference, sides.current);
  const wanted: Wanted[] = [];
  const left: string[] = [];
  const unlike: string[] = [];
  const many: string[] = [];
  for (const pair of pairs.slice(0, mostColumns)) {
    const { name } = pair.current;
    const kind = kindOfPair(sides, pair);
    if (name === time || sides.dividing.includes(name)) continue;
    if (kind === null || kind === 'time') left.push(quoted(name));
    else if (!isAlike(pair.reference.type, pair.current.type) && (kind === 'number' || isNumeric(pair.current.type))) unlike.push(quoted(name));
    else if (kind === 'category' && pair.current.distinct > mostDistinct) many.push(quoted(name));
    else wanted.push({ pair, kind: kind === 'text' ? 'length' : kind, isText: kind === 'text' });
  }
  const said = (names: readonly string[], words: string): string[] => (names.length === 0 ? [] : [`${words}: ${listed(names, 8)}.`]);
  const gone = differences.filter(({ kind }) => kind === 'added').map(({ column }) => quoted(column));
  return { wanted, notes: [
    ...said(left, 'Not compared, since they name rows, hold times or splits, are nested or have no values'),
    ...said(unlike, `Not compared, since they are of another type in ${sides.reference.name}`),
    ...said(many, `Not compared, since they have more than ${formatCount(mostDistinct)} different values`),
    ...said(gone, `Not compared, since ${sides.reference.name} does not have them`),
  ] };
}

/** Columns of text by a model in place of their lengths. `reference`: null where the periods are compared with each other. */
async function readTexts(
  wanted: readonly Wanted[], lengths: readonly RawColumn[], reference: DriftSide | null, counted: CountedRows, signal: AbortSignal, tell: Tell,
): Promise<{ columns: RawColumn[]; notes: string[] }> {
  const columns = [...lengths];
  const notes: string[] = [];
  const texts = wanted.flatMap(({ pair, isText }, place) => (isText ? [{ pair, place }] : []));
  const checkpoint = pausing({ signal, progress: tell });
  for (const [turn, { pair, place }] of texts.entries()) {
    const { name } = pair.current;
    const words = `Learning to tell the texts of ${name} apart`;
    tell(turn / texts.length, words);
    const known = reference ? await reference.texts(pair.reference.name, mostTexts) : null;
    if (reference && known === null) notes.push(`${quoted(name)} is compared by the lengths of its texts alone, since ${reference.name} holds no texts.`);
    else {
      const part = partOf(checkpoint, turn / texts.length, (turn + 1) / texts.length, `${words}: `);
      columns[place] = await textsOverTime(counted, name, columns[place]!, known, signal, part);
    }
  }
  return { columns, notes };
}
