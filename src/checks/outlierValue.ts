import type { Roles } from '../core/roles.ts';
import { isNumeric } from '../core/schema.ts';
import type { Relation } from '../engine/engine.ts';
import { robustZ } from '../stats/robustScale.ts';
import { skewness } from '../stats/skewness.ts';
import { defineCheck, type CheckContext, type RawFinding } from './check.ts';
import { askOne, numberIn, rowsWhere } from './parts/ask.ts';
import { RowFindings } from './parts/rowFindings.ts';
import { findSentinels, type Sentinel } from './parts/sentinels.ts';
import { columnsAtATime, readSpread, readSpreads, type Spread } from './parts/spread.ts';
import { countOf, formatNumber, ofRows, quoted } from './parts/words.ts';

const defaults = { maxZ: 3.5, minValues: 30, logSkew: 2, gatherShare: 0.05, maxFindings: 1000 };
/** Fewer findings than this are never gathered. */
const fewFindings = 10;
type Options = typeof defaults;

/** How unevenly the middle 90 % must lie about the median, from -1 to 1, for a column to be skewed. */
const skewedMiddle = 0.2;

/**
 * Numbers whose robust z, abs(x − median)/(1.4826·MAD), exceeds `maxZ`, in columns of at least `minValues` numbers
 * (Iglewicz and Hoaglin 1993). Where the MAD is 0 the quartiles give the scale, and where they are one, nothing is said.
 * Logarithms are compared where all values are above 0 and their skewness exceeds `logSkew`, provided that the middle 90 %
 * are skewed as well: else it is one wild value that skews the column. Numbers that stand for a missing value (-999) are left
 * to `missing-value`, and columns whose numbers are names are not looked at. Where more than `gatherShare` of a column is far,
 * that is how the column is, and one finding says so.
 */
export const outlierValue = defineCheck({
  id: 'outlier-value',
  title: 'Number far from its column',
  description: 'Numbers far outside the range of their column: slips of the decimal point, wrong units, test data.',
  severity: 'info',
  defaults,
  needs: (dataset) => (dataset.columns.some(({ type }) => isNumeric(type)) ? null : 'no column holds numbers'),
  async *run(context: CheckContext<Options>): AsyncGenerator<RawFinding> {
    const { dataset, options, relation, signal, progress } = context;
    const names = numberNames(dataset.roles);
    const columns = dataset.columns.filter(({ name, type }) => isNumeric(type) && !names.has(name)).map(({ name }) => name);
    const sentinels = await findSentinels(context);
    const step = columnsAtATime(dataset.rows);
    for (let first = 0; first < columns.length; first += step) {
      const some = columns.slice(first, first + step);
      progress(first / columns.length, `Numbers: ${some[0]!}`);
      const numbers = some.map((column) => numberWithout(relation, column, sentinels.get(column) ?? []));
      const spreads = await readSpreads(relation, numbers, dataset.rows, signal);
      for (const [index, column] of some.entries()) {
        if (spreads[index]!.count >= options.minValues) yield* outliersIn(context, column, numbers[index]!, spreads[index]!);
      }
    }
  },
});

/** Columns whose numbers name something, or are no measurement. */
function numberNames({ label, predicted, confidence, id, split, group, weight, embedding, probabilities, annotators }: Roles): ReadonlySet<string | undefined> {
  return new Set([label, predicted, confidence, id, split, group, weight, embedding, ...probabilities, ...annotators]);
}

interface Scale extends Spread {
  readonly isLog: boolean;
  /** SQL: the number on this scale. */
  readonly expression: string;
}

/** SQL: the number, NULL where it stands for a missing value. */
function numberWithout({ dialect }: Relation, column: string, sentinels: readonly Sentinel[]): string {
  const number = dialect.number(column);
  return sentinels.length === 0 ? number : `CASE WHEN NOT (${sentinels.map(({ condition }) => condition).join(' OR ')}) THEN ${number} END`;
}

async function* outliersIn(context: CheckContext<Options>, column: string, number: string, plain: Spread): AsyncGenerator<RawFinding> {
  const { dataset, options, relation, signal } = context;
  const scale = await chooseScale(context, number, plain);
  const limit = options.maxZ * scale.scale;
  if (scale.scale === 0 || (scale.max - scale.median <= limit && scale.median - scale.min <= limit)) return;
  const isFar = `abs(${scale.expression} - ${relation.dialect.literal(scale.median)}) > ${relation.dialect.literal(limit)}`;
  const usual = usualRange(plain, scale);
  const most = Math.min(options.maxFindings, Math.max(fewFindings, options.gatherShare * plain.count));
  const found = new RowFindings(most);
  const rows = await rowsWhere(relation, isFar, signal);
  if (rows.length > most) found.addAll(rows);
  else for await (const chunk of relation.stream(`SELECT _row, ${relation.dialect.text(column)} AS cell, ${scale.expression} AS x FROM ${relation.name} WHERE ${isFar} ORDER BY _row`, [], signal)) {
    for (const row of chunk) {
      const z = Math.abs(robustZ(numberIn(row['x']), scale.median, scale.scale));
      const cell = String(row['cell']).trim();
      found.add(Number(row['_row']), () => ({
        column, score: 1 - options.maxZ / z,
        message: `${quoted(column)} is ${quoted(cell)}: ${usual.words} (robust z ${short(z, 3)}).`,
        evidence: { value: cell, z, ...usual.evidence },
      }));
    }
  }
  yield* found.gathered((rows) => ({
    column, score: 1 - options.maxZ / (2 * options.maxZ),
    message: `${quoted(column)} is far from the rest in ${ofRows(rows.length, dataset.rows)}: ${usual.words}.`,
    evidence: { count: rows.length, ...usual.evidence },
  }));
}

async function chooseScale(context: CheckContext<Options>, number: string, plain: Spread): Promise<Scale> {
  const { options, relation, signal } = context;
  const middle = (plain.high5 - plain.median - (plain.median - plain.low5)) / (plain.high5 - plain.low5);
  const isLog = plain.min > 0 && middle > skewedMiddle && (await readSkewness(context, number, plain)) > options.logSkew;
  if (!isLog) return { ...plain, isLog, expression: number };
  const expression = `CASE WHEN ${number} > 0 THEN ln(${number}) END`;
  return { ...(await readSpread(relation, expression, signal)), isLog, expression };
}

/** Moments are taken of deviations in units of the largest, so that their cubes stay within a double. */
async function readSkewness({ relation, signal }: CheckContext<Options>, number: string, { min, max }: Spread): Promise<number> {
  const { literal } = relation.dialect;
  const unit = Math.max(Math.abs(min), Math.abs(max));
  if (!(unit > 0)) return 0;
  const scaled = `(SELECT ${number} / ${literal(unit)} AS x FROM ${relation.name})`;
  const mean = numberIn((await askOne(relation, `SELECT avg(x) AS mean FROM ${scaled}`, signal))['mean']);
  const difference = `(x - ${literal(mean)})`;
  const moments = await askOne(relation, `SELECT avg(${difference} * ${difference}) AS m2, avg(${difference} * ${difference} * ${difference}) AS m3 FROM ${scaled}`, signal);
  return skewness(numberIn(moments['m2']), numberIn(moments['m3']));
}

function short(value: number, digits = 4): string {
  return formatNumber(Number(value.toPrecision(digits)));
}

function usualRange(plain: Spread, scale: Scale): { words: string; evidence: RawFinding['evidence'] } {
  const onLog = scale.isLog ? ', compared on a log scale' : '';
  return {
    words: `the median of ${countOf(plain.count, 'value')} is ${short(plain.median)}, and 98 % lie between ${short(plain.low)} and ${short(plain.high)}${onLog}`,
    evidence: { median: plain.median, p1: plain.low, p99: plain.high, count: plain.count, scale: scale.isLog ? 'log' : 'linear', deviation: scale.scale },
  };
}
