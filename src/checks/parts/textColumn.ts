import type { Dialect } from '../../engine/engine.ts';
import type { CheckContext } from '../check.ts';
import { askOne, numberIn, textIn, when } from './ask.ts';
import { type Counted, type Spread, spreadOf } from './spread.ts';
import { htmlPattern, htmlSigns, japanese, scriptOf, scripts, type TextColumn } from './textFaults.ts';

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
  const { spread, html, beyondAscii } = await readLengths(context, column);
  const medianLength = Math.exp(spread.median);
  const isMeasured = spread.count >= options.minValues && spread.scale > 0;
  const reach = (tail: number): number => Math.max(options.lengthFactor, Math.exp(options.maxLengthZ * Math.max(spread.scale, tail / fifthZ)));
  return {
    isProse: medianLength >= proseLength,
    medianLength,
    fewest: isMeasured ? medianLength / reach(spread.median - spread.low5) : 0,
    most: isMeasured ? medianLength * reach(spread.high5 - spread.median) : Infinity,
    htmlIsForeign: html <= options.maxHtmlShare * spread.count,
    foreignScripts: spread.count >= options.minValues && beyondAscii > 0 ? await rareScripts(context, column, spread.count, options) : [],
  };
}

interface Lengths {
  /** Of the logarithm of the number of characters, over the texts that are not missing. */
  readonly spread: Spread;
  /** Texts with HTML, and with characters beyond ASCII. */
  readonly html: number;
  readonly beyondAscii: number;
}

/** One look at every text. There are few lengths, so that their spread is found without holding one for each row. */
async function readLengths({ relation, signal }: Pick<CheckContext, 'relation' | 'signal'>, column: string): Promise<Lengths> {
  const { dialect, name } = relation;
  const text = dialect.text(column);
  const count = (condition: string): string => `sum(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
  const sql = `SELECT length(${text}) AS characters, count(*) AS n, ${count(hasHtml(dialect, text))} AS html, ${count(isBeyondAscii(dialect, text))} AS beyond FROM ${name} WHERE NOT ${dialect.missing(column)} GROUP BY 1`;
  const lengths: Counted[] = [];
  let html = 0;
  let beyondAscii = 0;
  for await (const chunk of relation.stream(sql, [], signal)) {
    for (const row of chunk) {
      lengths.push({ value: Math.log(numberIn(row['characters'])), count: numberIn(row['n']) });
      html += numberIn(row['html']);
      beyondAscii += numberIn(row['beyond']);
    }
  }
  return { spread: spreadOf(lengths), html, beyondAscii };
}

/** SQL: the text has other characters than those of ASCII. */
function isBeyondAscii(dialect: Dialect, text: string): string {
  return `${dialect.bytes(text)} <> length(${text})`;
}

/** SQL: HTML is left over in the text. */
export function hasHtml(dialect: Dialect, text: string): string {
  return when(htmlSigns.map((sign) => dialect.contains(text, sign)).join(' OR '), dialect.matches(text, htmlPattern, true));
}

/** Scripts that are in at most `maxScriptShare` of the rows (or in one row), unless three others are common or many are rare. */
async function rareScripts(context: Pick<CheckContext, 'relation' | 'signal'>, column: string, rows: number, options: TextColumnOptions): Promise<string[]> {
  const { relation, signal } = context;
  const counts = await countScripts(context, column);
  if (counts.size === 0) return [];
  const latin = await askOne(
    relation,
    `SELECT count(*) AS n FROM ${relation.name} WHERE ${relation.dialect.matches(relation.dialect.text(column), String.raw`\p{Latin}`)}`,
    signal,
  );
  const used = [...counts, ['Latin', numberIn(latin['n'])] as const];
  const limit = Math.max(1, Math.floor(rows * options.maxScriptShare));
  const rare = used.filter(([, count]) => count <= limit);
  const isMultilingual = used.length - rare.length >= multilingual || rare.reduce((sum, [, count]) => sum + count, 0) > multilingual * limit;
  return isMultilingual ? [] : rare.map(([script]) => script);
}

const otherScripts = scripts.filter((script) => script !== 'Latin');
/** Scripts that one language writes are counted one by one; most texts are of one language. */
const languages: readonly (readonly string[])[] = [japanese, ...otherScripts.filter((script) => !japanese.includes(script)).map((script) => [script])];
const anyOf = (some: readonly string[]): string => `[${some.map((script) => `\\p{${script}}`).join('')}]`;
/** A character of one language before one of another: each pattern more that is tried takes as long as all of this. */
const severalLanguages = `(?s:${languages.map((some) => `${anyOf(some)}.*${anyOf(otherScripts.filter((script) => !some.includes(script)))}`).join('|')})`;

/** In how many rows each script but Latin is: by the first such character of a text, and by more only where there may be more. */
async function countScripts({ relation, signal }: Pick<CheckContext, 'relation' | 'signal'>, column: string): Promise<Map<string, number>> {
  const { dialect, name } = relation;
  const text = dialect.text(column);
  const first = `SELECT ${text} AS t, ${dialect.firstMatch(text, anyOf(otherScripts))} AS first FROM ${name} WHERE ${isBeyondAscii(dialect, text)}`;
  const mayHave = (script: string): string => (japanese.includes(script) ? `several OR ${dialect.matches('first', anyOf(japanese))}` : 'several');
  const has = otherScripts.map(
    (script, index) =>
      `sum(CASE WHEN ${mayHave(script)} THEN CASE WHEN ${dialect.matches('t', `\\p{${script}}`)} THEN 1 ELSE 0 END ELSE 0 END) AS s${index}`,
  );
  const texts = `SELECT t, first, ${dialect.matches('t', severalLanguages)} AS several FROM (${first}) AS firsts WHERE first <> ''`;
  const counts = new Map<string, number>();
  const add = (script: string, count: number): void => void (count > 0 && counts.set(script, (counts.get(script) ?? 0) + count));
  for await (const chunk of relation.stream(`SELECT first, several, count(*) AS n, ${has.join(', ')} FROM (${texts}) AS texts GROUP BY 1, 2`, [], signal)) {
    for (const row of chunk) {
      const script = scriptOf(textIn(row['first']) ?? '');
      if (row['several'] !== true && script !== undefined && !japanese.includes(script)) add(script, numberIn(row['n']));
      else otherScripts.forEach((other, index) => add(other, numberIn(row[`s${index}`])));
    }
  }
  return counts;
}
