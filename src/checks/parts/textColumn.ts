import type { Dialect } from '../../engine/engine.ts';
import type { CheckContext } from '../check.ts';
import { askOne, numberIn, when } from './ask.ts';
import { readSpread } from './spread.ts';
import { htmlPattern, htmlSigns, scripts, type TextColumn } from './textFaults.ts';

export interface TextColumnOptions {
  readonly maxLengthZ: number;
  readonly lengthFactor: number;
  readonly minValues: number;
  readonly maxHtmlShare: number;
  readonly maxScriptShare: number;
}

/** Texts of fewer characters, by their median, are names and codes rather than prose. */
const proseLength = 10;
/** Standard deviations beyond which 5 % of normal data lie. */
const fifthZ = 1.645;
/** With so many scripts in common use, a dataset is multilingual, and none is foreign to it. */
const multilingual = 3;

/**
 * Measures what is usual in a column of text: lengths, HTML, scripts. Lengths are usual within `maxLengthZ` robust deviations
 * of their logarithm, and within `lengthFactor` times the median. Texts often have a long tail on one side, so the deviation
 * of a side is the one that its last 5 % speak for, where that is larger.
 */
export async function readTextColumn(context: Pick<CheckContext, 'relation' | 'signal'>, column: string, options: TextColumnOptions): Promise<TextColumn> {
  const { relation, signal } = context;
  const { dialect, name } = relation;
  const text = dialect.text(column);
  const from = `${name} WHERE NOT ${dialect.missing(column)}`;
  const spread = await readSpread(relation, `CASE WHEN NOT ${dialect.missing(column)} THEN ln(length(${text})) END`, signal);
  const count = (condition: string): string => `sum(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
  const html = await askOne(relation, `SELECT ${count(hasHtml(dialect, text))} AS html FROM ${from}`, signal);
  const medianLength = Math.exp(spread.median);
  const isMeasured = spread.count >= options.minValues && spread.scale > 0;
  const reach = (tail: number): number => Math.max(options.lengthFactor, Math.exp(options.maxLengthZ * Math.max(spread.scale, tail / fifthZ)));
  return {
    isProse: medianLength >= proseLength,
    medianLength,
    fewest: isMeasured ? medianLength / reach(spread.median - spread.low5) : 0,
    most: isMeasured ? medianLength * reach(spread.high5 - spread.median) : Infinity,
    htmlIsForeign: numberIn(html['html']) <= options.maxHtmlShare * spread.count,
    foreignScripts: spread.count >= options.minValues ? await rareScripts(context, text, from, spread.count, options) : [],
  };
}

/** SQL: the text has other characters than those of ASCII. */
export function isBeyondAscii(dialect: Dialect, text: string): string {
  return `${dialect.bytes(text)} <> length(${text})`;
}

/** SQL: HTML is left over in the text. */
export function hasHtml(dialect: Dialect, text: string): string {
  return when(htmlSigns.map((sign) => dialect.contains(text, sign)).join(' OR '), dialect.matches(text, htmlPattern, true));
}

/** Scripts that are in at most `maxScriptShare` of the rows (or in one row), unless three others are common or many are rare. */
async function rareScripts({ relation, signal }: Pick<CheckContext, 'relation' | 'signal'>, text: string, from: string, rows: number, options: TextColumnOptions): Promise<string[]> {
  const has = (pattern: string): string => relation.dialect.matches(text, pattern);
  const others = scripts.filter((script) => script !== 'Latin');
  const counts = others.map((script, index) => `sum(CASE WHEN ${has(`\\p{${script}}`)} THEN 1 ELSE 0 END) AS s${index}`);
  const other = when(isBeyondAscii(relation.dialect, text), has(`[${others.map((script) => `\\p{${script}}`).join('')}]`));
  const row = await askOne(relation, `SELECT ${counts.join(', ')} FROM ${from} AND ${other}`, signal);
  const used = others.map((script, index) => ({ script, count: numberIn(row[`s${index}`]) || 0 })).filter(({ count }) => count > 0);
  if (used.length === 0) return [];
  const latin = await askOne(relation, `SELECT count(*) AS n FROM ${from} AND ${has(String.raw`\p{Latin}`)}`, signal);
  used.push({ script: 'Latin', count: numberIn(latin['n']) });
  const limit = Math.max(1, Math.floor(rows * options.maxScriptShare));
  const rare = used.filter(({ count }) => count <= limit);
  const isMultilingual = used.length - rare.length >= multilingual || rare.reduce((sum, { count }) => sum + count, 0) > multilingual * limit;
  return isMultilingual ? [] : rare.map(({ script }) => script);
}
