import { isNumeric } from '../core/schema.ts';
import { askScan } from './columnScan.ts';
import { nameValues } from './columnValues.ts';
import { askEnds, isWhole, largestSquare, measured, tail, type Figures } from './figures.ts';
import { edgesOf } from './histogram.ts';
import type { Surveyed } from './profile.ts';
import { Questions, type Answer, type AskOnce } from './questions.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable, textOf, type StoredColumn } from './sql.ts';
import type { Settle, SurveyedColumn } from './surveyColumns.ts';
import { toTop, topValues, type Top } from './topValues.ts';
import type { TypeCandidates } from './typeCandidates.ts';
import { Weighted } from './weighted.ts';

/** The column that says in how many rows a value is. */
const weight = '_n';

/**
 * What is known of a column of few different values, worked out from how often each occurs: with nothing estimated, and
 * sooner than row by row. Null where the column has more than `most` of them.
 * @param ask on a connection that may have temporary tables.
 */
export async function surveyGroups(
  ask: AskOnce,
  column: StoredColumn,
  candidates: TypeCandidates | null,
  settle: Settle,
  most: number,
): Promise<SurveyedColumn | null> {
  const groups = `groups_${column.internal}`;
  await ask(
    `CREATE TEMP TABLE ${groups} AS SELECT ${quoteIdentifier(column.internal)}, count(*) AS ${weight} FROM ${quoteIdentifier(dataTable)} GROUP BY ALL`,
  );
  const typing = new Questions([column], weight);
  const answer = askScan(typing, column, nameValues(typing, column), candidates, true);
  await typing.run(ask, groups);
  const scan = answer();
  if (scan.distinct > most) return null;
  const settled = settle(column, candidates, scan);
  const questions = new Questions([settled.column], weight);
  const values = nameValues(questions, settled.column);
  const ends = askEnds(questions, settled.column, values);
  const over = measured(settled.column, values);
  const numbers = over === null ? () => new Weighted([], []) : askNumbers(questions, over);
  const top = askTop(questions, settled.column, scan.distinct);
  await questions.run(ask, groups);
  return { ...settled, scan, ...describe(settled.column, numbers(), ends()), top: top(), holds: true };
}

function askNumbers(questions: Questions, over: string): Answer<Weighted> {
  const list = (each: string): Answer<number[]> => {
    const answer = questions.ask(`list(${each} ORDER BY ${over}) FILTER (WHERE ${over} IS NOT NULL)`);
    return () => listOf(answer()).map(Number);
  };
  const [values, weights] = [list(over), list(weight)];
  return () => new Weighted(values(), weights());
}

function askTop(questions: Questions, column: StoredColumn, distinct: number): Answer<Top> {
  const text = textOf(column);
  const first = (each: string): Answer<unknown> =>
    questions.ask(
      `(list(${each} ORDER BY ${weight} DESC, ${text}) FILTER (WHERE ${quoteIdentifier(column.internal)} IS NOT NULL))[1:${topValues}]`,
    );
  const [values, counts] = [first(text), first(weight)];
  return () => toTop(listOf(values()), listOf(counts()), distinct);
}

const listOf = (answer: unknown): readonly unknown[] => (Array.isArray(answer) ? (answer as readonly unknown[]) : []);

function describe(column: StoredColumn, numbers: Weighted, ends: Pick<Figures, 'min' | 'max'>): Pick<Surveyed, 'figures' | 'median' | 'histogram'> {
  const { low, high } = numbers;
  const edges = edgesOf({ low, high, middleLow: numbers.quantile(tail), middleHigh: numbers.quantile(1 - tail) }, isWhole(column));
  const tooLarge = Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0)) >= largestSquare;
  return {
    figures: { ...ends, low, high, ...(isNumeric(column.type) && { mean: numbers.mean, ...(!tooLarge && { standardDeviation: numbers.standardDeviation }) }) },
    ...(isNumeric(column.type) && { median: numbers.median }),
    histogram: edges ? numbers.bins(edges) : [],
  };
}
