import { askScan, type decideType, type DecidedType } from './columnScan.ts';
import { nameValues } from './columnValues.ts';
import type { Database } from './duckdb.ts';
import { askFigures, askSpread, isWhole, measured, type Spread } from './figures.ts';
import { askBins, edgesOf, type BinEdges } from './histogram.ts';
import { asking, type Surveyed } from './profile.ts';
import { Questions } from './questions.ts';
import { RowSample } from './rowSample.ts';
import { isTextStorage, type StoredColumn } from './sql.ts';
import { candidatesIn, type TypeCandidates } from './typeCandidates.ts';

/** Settles a column's type by counts over its rows. */
export type Settle = (column: StoredColumn, candidates: TypeCandidates | null, counts: Parameters<typeof decideType>[0]) => { readonly column: StoredColumn; readonly decided?: DecidedType };

export interface SurveyedColumn extends Surveyed {
  readonly decided?: DecidedType;
  /** The sample was right about the type and has bins for all values: figures and histogram stand. */
  readonly holds: boolean;
}

/**
 * Counts everything about some columns of a large table in one scan over its rows. A sample says beforehand of which
 * type each column seems to be, where its histogram's bins go, and what its median is; types are then settled over
 * all rows, and all values are counted.
 */
export async function surveyColumns(database: Database, columns: readonly StoredColumn[], records: number, settle: Settle, signal: AbortSignal): Promise<SurveyedColumn[]> {
  const sample = await RowSample.take(database, columns, records, signal);
  const untyped = columns.filter((column) => isTextStorage(column.storage) && column.type === 'text');
  let expected: Expected[];
  try {
    const texts = await sample.texts(untyped);
    const candidates = columns.map((column) => (untyped.includes(column) ? candidatesIn(texts[untyped.indexOf(column)] ?? [], false) : null));
    expected = await expect(sample, columns, candidates, settle);
  } finally {
    sample.close();
  }
  const questions = new Questions(expected.map(({ column }) => column));
  const answers = expected.map(({ column, candidates, edges }) => {
    const values = nameValues(questions, column);
    const figures = askFigures(questions, column, values);
    const over = edges ? measured(column, values) : null;
    return { scan: askScan(questions, column, values, candidates, true), figures, histogram: edges && over !== null ? askBins(questions, over, edges, figures) : () => [] };
  });
  await questions.run(asking(database, signal));
  return expected.map(({ column: assumed, candidates, spread, edges, repeats }, index): SurveyedColumn => {
    const answer = answers[index]!;
    const scan = answer.scan();
    const figures = answer.figures();
    const settled = settle(columns[index]!, candidates, scan);
    const isSame = settled.column.type === assumed.type && settled.column.timeForm === assumed.timeForm;
    const isCovered = edges ? edges.bins > 1 || figures.low === figures.high : figures.low === undefined;
    return { ...settled, scan, figures, median: spread.median, histogram: answer.histogram(), approximate: ['median', 'histogram'], repeats, holds: isSame && isCovered };
  });
}

interface Expected {
  readonly column: StoredColumn;
  readonly candidates: TypeCandidates | null;
  readonly spread: Spread;
  readonly edges: BinEdges | null;
  readonly repeats: boolean;
}

/** What the sample says of each column. */
async function expect(sample: RowSample, columns: readonly StoredColumn[], candidates: readonly (TypeCandidates | null)[], settle: Settle): Promise<Expected[]> {
  const typing = new Questions(columns);
  const scans = columns.map((column, index) => askScan(typing, column, nameValues(typing, column), candidates[index]!, false));
  await typing.run(sample.ask, RowSample.table);
  const typed = columns.map((column, index) => settle(column, candidates[index]!, scans[index]!()).column);
  const questions = new Questions(typed);
  const answers = typed.map((column) => {
    const values = nameValues(questions, column);
    return { spread: askSpread(questions, column, values), repeated: questions.number(`count(${values.cell}) - count(DISTINCT hash(${values.cell}))`) };
  });
  await questions.run(sample.ask, RowSample.table);
  return typed.map((column, index) => {
    const spread = answers[index]!.spread();
    return { column, candidates: candidates[index]!, spread, edges: edgesOf(spread, isWhole(column)), repeats: (answers[index]!.repeated() ?? 0) > 0 };
  });
}
