import { askScan, type decideType, type DecidedType } from './columnScan.ts';
import { isPlain, nameValues } from './columnValues.ts';
import type { Database } from './duckdb.ts';
import { askFigures, askSpread, isWhole, measured, type Spread } from './figures.ts';
import { askBins, edgesOf, type BinEdges } from './histogram.ts';
import { asking, groupedDistinct, type Surveyed } from './profile.ts';
import { Questions } from './questions.ts';
import { quoteIdentifier } from './quote.ts';
import { RowSample } from './rowSample.ts';
import { isTextStorage, type StoredColumn } from './sql.ts';
import { surveyGroups } from './surveyGroups.ts';
import { candidatesIn, type TypeCandidates } from './typeCandidates.ts';

/** Settles a column's type by counts over its rows. */
export type Settle = (
  column: StoredColumn,
  candidates: TypeCandidates | null,
  counts: Parameters<typeof decideType>[0],
) => { readonly column: StoredColumn; readonly decided?: DecidedType };

export interface SurveyedColumn extends Surveyed {
  readonly decided?: DecidedType;
  /** The sample was right about the type and has bins for all values: figures and histogram stand. */
  readonly holds: boolean;
}

/** A column with fewer different values than this in a sample of 20,000 rows seems to have few in all, each of them many times. */
const fewInSample = 2000;

/**
 * Counts everything about some columns of a large table. Those whose values repeat, as a sample says, are counted value by
 * value (`surveyGroups`), all others in one scan over the rows: the sample says beforehand of which type each seems to
 * be, where its histogram's bins go, and what its median is; types are then settled over all rows.
 */
export async function surveyColumns(
  database: Database,
  columns: readonly StoredColumn[],
  records: number,
  settle: Settle,
  signal: AbortSignal,
): Promise<SurveyedColumn[]> {
  const sample = await RowSample.take(database, columns, records, signal);
  const untyped = columns.filter((column) => isTextStorage(column.storage) && column.type === 'text');
  const surveyed = new Map<StoredColumn, SurveyedColumn>();
  let expected: Expected[];
  try {
    const texts = await sample.texts(untyped);
    const candidates = new Map(untyped.map((column, index) => [column, candidatesIn(texts[index] ?? [], false)]));
    for (const column of await repeating(sample, columns)) {
      const survey = await surveyGroups(sample.ask, column, candidates.get(column) ?? null, settle, groupedDistinct);
      if (survey) surveyed.set(column, survey);
    }
    const others = columns.filter((column) => !surveyed.has(column));
    expected =
      others.length === 0
        ? []
        : await expect(
            sample,
            others,
            others.map((column) => candidates.get(column) ?? null),
            settle,
          );
  } finally {
    sample.close();
  }
  for (const each of expected.length === 0 ? [] : await scanRows(database, expected, settle, signal)) surveyed.set(each.of, each.survey);
  return columns.map((column) => surveyed.get(column)!);
}

/** Columns that seem to have few values, each of them many times. */
async function repeating(sample: RowSample, columns: readonly StoredColumn[]): Promise<StoredColumn[]> {
  const questions = new Questions(columns);
  const different = columns.map((column) => (isPlain(column) ? questions.number(`count(DISTINCT ${quoteIdentifier(column.internal)})`) : () => undefined));
  await questions.run(sample.ask, RowSample.table);
  return columns.filter((_, index) => (different[index]!() ?? Infinity) < Math.min(fewInSample, questions.rows / 4));
}

async function scanRows(
  database: Database,
  expected: readonly Expected[],
  settle: Settle,
  signal: AbortSignal,
): Promise<{ of: StoredColumn; survey: SurveyedColumn }[]> {
  const questions = new Questions(expected.map(({ column }) => column));
  const answers = expected.map(({ column, candidates, edges }) => {
    const values = nameValues(questions, column);
    const figures = askFigures(questions, column, values);
    const over = edges ? measured(column, values) : null;
    return {
      scan: askScan(questions, column, values, candidates, true),
      figures,
      histogram: edges && over !== null ? askBins(questions, over, edges, figures) : () => [],
    };
  });
  await questions.run(asking(database, signal));
  return expected.map(({ of, column: assumed, candidates, spread, edges, repeats }, index) => {
    const answer = answers[index]!;
    const scan = answer.scan();
    const figures = answer.figures();
    const settled = settle(of, candidates, scan);
    const isSame = settled.column.type === assumed.type && settled.column.timeForm === assumed.timeForm;
    const isCovered = edges ? edges.bins > 1 || figures.low === figures.high : figures.low === undefined;
    return {
      of,
      survey: {
        ...settled,
        scan,
        figures,
        median: spread.median,
        histogram: answer.histogram(),
        approximate: ['median', 'histogram'],
        repeats,
        holds: isSame && isCovered,
      },
    };
  });
}

interface Expected {
  /** The column as it was asked for, and as the sample types it. */
  readonly of: StoredColumn;
  readonly column: StoredColumn;
  readonly candidates: TypeCandidates | null;
  readonly spread: Spread;
  readonly edges: BinEdges | null;
  readonly repeats: boolean;
}

/** What the sample says of each column. */
async function expect(
  sample: RowSample,
  columns: readonly StoredColumn[],
  candidates: readonly (TypeCandidates | null)[],
  settle: Settle,
): Promise<Expected[]> {
  const typing = new Questions(columns);
  const scans = columns.map((column, index) => askScan(typing, column, nameValues(typing, column), candidates[index]!, false));
  await typing.run(sample.ask, RowSample.table);
  const typed = columns.map((column, index) => settle(column, candidates[index]!, scans[index]!()).column);
  const questions = new Questions(typed);
  const answers = typed.map((column) => {
    const values = nameValues(questions, column);
    return {
      spread: askSpread(questions, column, values),
      repeated: questions.number(`count(${values.cell}) - count(DISTINCT hash(${values.cell}))`),
    };
  });
  await questions.run(sample.ask, RowSample.table);
  return typed.map((column, index) => {
    const spread = answers[index]!.spread();
    return {
      of: columns[index]!,
      column,
      candidates: candidates[index]!,
      spread,
      edges: edgesOf(spread, isWhole(column)),
      repeats: (answers[index]!.repeated() ?? 0) > 0,
    };
  });
}
