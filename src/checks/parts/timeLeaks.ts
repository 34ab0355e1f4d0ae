import type { CheckContext, RawFinding } from '../check.ts';
import { numberIn, rowsWhere } from './ask.ts';
import { type SplitKind, splitKindSql } from './splits.ts';
import { countOf, formatShare, quoted } from './words.ts';

interface Period {
  readonly rows: number;
  readonly first: number;
  readonly low: number;
  readonly high: number;
  readonly last: number;
}

/** Fewer rows with a time on a side say nothing of it. */
const fewestRows = 5;
/** Quarters of the rows on both sides do not overlap: the split was meant to be by time. A random one is none of this check's. */
const isBefore = (a: Period, b: Period): boolean => a.high <= b.low && a.low < b.high;

/** Time that runs backwards: test rows from before training, or, in a split by time, training rows from after the first test row. */
export async function* timeLeaks(context: Pick<CheckContext, 'dataset' | 'relation' | 'signal'>): AsyncGenerator<RawFinding> {
  const { dataset: { roles: { time, split } }, relation, signal } = context;
  if (time === undefined || split === undefined) return;
  const kind = splitKindSql(relation, split);
  const at = relation.dialect.time(time);
  const periods = await readPeriods(context, kind, at);
  const train = periods.get('train');
  const { literal } = relation.dialect;
  for (const measured of ['validation', 'test'] as const) {
    const period = periods.get(measured);
    if (!train || !period || train.rows < fewestRows || period.rows < fewestRows) continue;
    if (isBefore(period, train)) {
      const rows = await rowsWhere(relation, `${kind} = ${literal(measured)} AND ${at} < ${literal(train.last)}`, signal);
      yield leak(
        time,
        rows,
        0.7,
        `Time runs backwards: ${measured} is from ${day(period.first)} to ${day(period.last)} by ${quoted(time)}, and train from ${day(train.first)} to ${day(train.last)}, so that the model is measured on what came before`,
      );
    } else if (isBefore(train, period) && train.last > period.first) {
      const rows = await rowsWhere(relation, `${kind} = ${literal('train')} AND ${at} > ${literal(period.first)}`, signal);
      yield leak(
        time,
        rows,
        0.6,
        `Train and ${measured} are split by time (${quoted(time)}), but ${countOf(rows.length, 'train row')} (${formatShare(rows.length / train.rows)}) ${rows.length === 1 ? 'is' : 'are'} later than the first of ${measured}, ${day(period.first)}: the model has seen the future`,
      );
    }
  }
}

async function readPeriods({ relation, signal }: Pick<CheckContext, 'relation' | 'signal'>, kind: string, at: string): Promise<Map<SplitKind, Period>> {
  const sql = `SELECT kind, count(*) AS n, min(t) AS first, quantile_disc(t, 0.25) AS low, quantile_disc(t, 0.75) AS high, max(t) AS last FROM (SELECT ${kind} AS kind, ${at} AS t FROM ${relation.name}) AS times WHERE t IS NOT NULL AND kind IS NOT NULL GROUP BY kind`;
  const found = await relation.query(sql, [], signal);
  return new Map(
    found.map((row) => [
      row['kind'] as SplitKind,
      {
        rows: numberIn(row['n']),
        first: numberIn(row['first']),
        low: numberIn(row['low']),
        high: numberIn(row['high']),
        last: numberIn(row['last']),
      },
    ]),
  );
}

function leak(column: string, rows: Int32Array, score: number, message: string): RawFinding {
  return { severity: 'warning', scope: 'rows', score, column, message: `${message}.`, rows, suggestion: { act: 'review' }, evidence: { count: rows.length } };
}

/** `2026-03-14`, with the minute where it is not midnight. */
function day(time: number): string {
  const text = new Date(time).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}
