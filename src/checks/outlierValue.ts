import type { Roles } from '../core/roles.ts';
import { isNumeric } from '../core/schema.ts';
import type { Relation } from '../engine/engine.ts';
import { robustZ } from '../stats/robustScale.ts';
import { skewness } from '../stats/skewness.ts';
import { defineCheck, type CheckContext, type RawFinding } from './check.ts';
import { askOne, numberIn, rowsWhereEach } from './parts/ask.ts';
import { RowFindings } from './parts/rowFindings.ts';
import { findSentinels, type Sentinel } from './parts/sentinels.ts';
import { columnsAtATime, readSpreads, type Spread } from './parts/spread.ts';
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
      const plains = await readSpreads(relation, numbers, dataset.rows, signal);
      const measured = some.flatMap((column, index) =>
        plains[index]!.count < options.minValues ? [] : { column, number: numbers[index]!, plain: plains[index]! },
      );
      const scaled = (await chooseScales(context, measured)).filter((column) => reachesFar(column, options));
      const rows = await rowsWhereEach(relation, scaled.map((column) => isFar(context, column)), dataset.records, signal);
      for (const [index, column] of scaled.entries()) yield* outliersIn(context, column, rows[index]!);
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

interface MeasuredColumn {
  readonly column: string;
  /** SQL of its numbers, and how they lie. */
  readonly number: string;
  readonly plain: Spread;
}

interface ScaledColumn extends MeasuredColumn {
  readonly scale: Scale;
}

/** Whether any number of the column is far from its median. */
function reachesFar({ scale }: ScaledColumn, { maxZ }: Options): boolean {
  const limit = maxZ * scale.scale;
  return scale.scale !== 0 && (scale.max - scale.median > limit || scale.median - scale.min > limit);
}

/** SQL: the rows whose number is far. */
function isFar({ options, relation: { dialect } }: CheckContext<Options>, { scale }: ScaledColumn): string {
  return `abs(${scale.expression} - ${dialect.literal(scale.median)}) > ${dialect.literal(options.maxZ * scale.scale)}`;
}

async function* outliersIn(context: CheckContext<Options>, scaled: ScaledColumn, rows: Int32Array): AsyncGenerator<RawFinding> {
  const { dataset, options, relation, signal } = context;
  const { column, plain, scale } = scaled;
  if (rows.length === 0) return;
  const usual = usualRange(plain, scale);
  const most = Math.min(options.maxFindings, Math.max(fewFindings, options.gatherShare * plain.count));
  const found = new RowFindings(most);
  if (rows.length > most) found.addAll(rows);
  else
    for await (const chunk of relation.stream(
      `SELECT _row, ${relation.dialect.text(column)} AS cell, ${scale.expression} AS x FROM ${relation.name} WHERE ${isFar(context, scaled)} ORDER BY _row`,
      [],
      signal,
    )) {
      for (const row of chunk) {
        const z = Math.abs(robustZ(numberIn(row['x']), scale.median, scale.scale));
        const cell = String(row['cell']).trim();
        found.add(Number(row['_row']), () => ({
          column,
          score: 1 - options.maxZ / z,
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

/** The scale of each column, of many in few questions: in wide tables it is their number that takes the time. */
async function chooseScales(context: CheckContext<Options>, columns: readonly MeasuredColumn[]): Promise<ScaledColumn[]> {
  const { dataset, options, relation, signal } = context;
  const skewed = columns.filter(
    ({ plain }) => plain.min > 0 && (plain.high5 - plain.median - (plain.median - plain.low5)) / (plain.high5 - plain.low5) > skewedMiddle,
  );
  const skews = await readSkews(context, skewed);
  const logged = skewed.filter((_, index) => skews[index]! > options.logSkew);
  const logs = logged.map(({ number }) => `CASE WHEN ${number} > 0 THEN ln(${number}) END`);
  const spreads = await readSpreads(relation, logs, dataset.rows, signal);
  return columns.map((column) => {
    const place = logged.indexOf(column);
    const scale = place < 0 ? { ...column.plain, isLog: false, expression: column.number } : { ...spreads[place]!, isLog: true, expression: logs[place]! };
    return { ...column, scale };
  });
}

/** Skewness of each. Moments are taken of deviations in units of the largest, so that their cubes stay within a double. */
async function readSkews({ relation, signal }: CheckContext<Options>, columns: readonly MeasuredColumn[]): Promise<number[]> {
  if (columns.length === 0) return [];
  const { literal } = relation.dialect;
  const units = columns.map(({ plain: { min, max } }) => Math.max(Math.abs(min), Math.abs(max)));
  const scaled = `(SELECT ${columns.map(({ number }, i) => `${number} / ${literal(units[i]! > 0 ? units[i]! : 1)} AS x${i}`).join(', ')} FROM ${relation.name}) AS scaled`;
  const means = await askOne(relation, `SELECT ${columns.map((_, i) => `avg(x${i}) AS mean${i}`).join(', ')} FROM ${scaled}`, signal);
  const moments = await askOne(relation, `SELECT ${columns.map((_, i) => {
    const difference = `(x${i} - ${literal(numberIn(means[`mean${i}`]))})`;
    return `avg(${difference} * ${difference}) AS square${i}, avg(${difference} * ${difference} * ${difference}) AS cube${i}`;
  }).join(', ')} FROM ${scaled}`, signal);
  return columns.map((_, i) => (units[i]! > 0 ? skewness(numberIn(moments[`square${i}`]), numberIn(moments[`cube${i}`])) : 0));
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
