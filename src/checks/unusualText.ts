import { missingShare } from '../core/profile.ts';
import type { Relation } from '../engine/engine.ts';
import { defineCheck, type CheckContext, type RawFinding } from './check.ts';
import { numberIn, textIn, when } from './parts/ask.ts';
import { mojibakePattern } from './parts/mojibake.ts';
import { RowFindings } from './parts/rowFindings.ts';
import { findSentinels, type Sentinel } from './parts/sentinels.ts';
import { hasHtml, readTextColumn } from './parts/textColumn.ts';
import {
  contentPattern,
  controlBeyondAscii,
  controlPattern,
  fewWordsPattern,
  findTextFaults,
  sameInitialPattern,
  surelyInARow,
  surelyInARowOfMany,
  type TextColumn,
  type TextFault,
  type TextFaultKind,
} from './parts/textFaults.ts';
import { countOf, listed, ofRows, quoted } from './parts/words.ts';

const defaults = {
  /** Lengths: robust z of their logarithm, and how many times the median at least. */
  maxLengthZ: 3.5,
  lengthFactor: 5,
  minValues: 30,
  /** Where more rows than this have HTML, it belongs there. */
  maxHtmlShare: 0.2,
  maxScriptShare: 0.01,
  /** Empty content is listed row by row up to this share; beyond, `missing-value` names the column. */
  maxEmptyShare: 0.05,
  /** Columns that are not content are looked at where their texts are longer than this on average. */
  minLength: 20,
  maxFindings: 1000,
};
type Options = typeof defaults;

const scores: Readonly<Record<TextFaultKind, number>> = {
  empty: 1, replacement: 0.9, mojibake: 0.9, control: 0.8, 'near-empty': 0.8, repeated: 0.8, 'too-long': 0.6, 'too-short': 0.6, script: 0.6, html: 0.5,
};

/**
 * Texts unlike the others of their column, each reason named; see `findTextFaults`. Looked at are content columns of text,
 * and other columns of long texts, where being empty is nothing unusual. The engine picks the rows that may be unusual.
 */
export const unusualText = defineCheck({
  id: 'unusual-text',
  title: 'Unusual text',
  description:
    'Texts that are empty, far too long or short, broken by a wrong encoding, full of HTML or of one word, or in a script that the others are not in.',
  severity: 'warning',
  defaults,
  needs: (dataset) => (dataset.columns.some(({ type }) => type === 'text') ? null : 'no column holds text'),
  async *run(context: CheckContext<Options>): AsyncGenerator<RawFinding> {
    const columns = textColumns(context);
    const sentinels = await findSentinels(context);
    for (const [index, column] of columns.entries()) {
      context.signal.throwIfAborted();
      context.progress(index / columns.length, `Texts: ${column}`);
      yield* unusualIn(context, column, sentinels.get(column) ?? []);
    }
  },
});

function textColumns({ dataset, profiles, options }: CheckContext<Options>): string[] {
  const { label, id, split, predicted, embedding, probabilities, annotators, content } = dataset.roles;
  const others = new Set([label, id, split, predicted, embedding, ...probabilities, ...annotators]);
  return dataset.columns
    .filter(({ name, type }) => type === 'text' && (content.includes(name) || (!others.has(name) && (profiles.get(name)?.meanLength ?? 0) > options.minLength)))
    .map(({ name }) => name);
}

async function* unusualIn(context: CheckContext<Options>, column: string, sentinels: readonly Sentinel[]): AsyncGenerator<RawFinding> {
  const { dataset, profiles, options, relation, signal } = context;
  const profile = profiles.get(column);
  const emptyIsUnusual = dataset.roles.content.includes(column) && profile !== undefined && missingShare(profile) <= options.maxEmptyShare;
  const usual = await readTextColumn(context, column, options);
  // What stands for a missing value is missing-value's.
  const standIns = new Set(sentinels.map((sentinel) => sentinel.text.toLowerCase()));
  const text = relation.dialect.text(column);
  const found = new RowFindings(options.maxFindings);
  const kinds = new Map<TextFaultKind, number>();
  const sql = `SELECT _row, ${text} AS t, length(${text}) AS characters FROM ${relation.name} WHERE ${candidates(relation, column, usual, emptyIsUnusual)} ORDER BY _row`;
  for await (const chunk of relation.stream(sql, [], signal)) {
    for (const row of chunk) {
      const cell = textIn(row['t']);
      if (cell !== null && standIns.has(cell.trim().toLowerCase())) continue;
      const faults = findTextFaults(cell, numberIn(row['characters']), usual);
      if (faults.length === 0) continue;
      for (const { kind } of faults) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      found.add(numberIn(row['_row']), () => faultFinding(column, cell, faults));
    }
  }
  yield *
    found.gathered((rows) => ({
      column,
      score: 0.8,
      message: `${quoted(column)} is unusual in ${ofRows(rows.length, dataset.rows)}: ${listed(
        [...kinds].map(([kind, count]) => `${kind} in ${countOf(count, 'row')}`),
        10,
      )}.`,
      evidence: { count: rows.length, reasons: Object.fromEntries(kinds) },
    }));
}

/**
 * SQL: rows that may have a fault. It may say too much, but never too little. What is cheap comes first; all patterns that
 * hardly any text matches are tried as one, and told apart only where that one matches. A CASE sees to that, where AND and OR
 * work out both sides.
 */
function candidates({ dialect }: Relation, column: string, usual: TextColumn, emptyIsUnusual: boolean): string {
  const text = dialect.text(column);
  const length = `length(${text})`;
  const lost = [controlPattern, controlBeyondAscii, mojibakePattern, ...usual.foreignScripts.map((script) => `\\p{${script}}`)].join('|');
  // Most texts have single spaces alone, and are spared the normalisation.
  const words = `CASE WHEN ${dialect.matches(text, String.raw`[\t\n\v\f\r]|  `)} THEN ${dialect.normalise(text)} ELSE lower(${text}) END`;
  const repeats = when(
    `${dialect.matches(text, sameInitialPattern(surelyInARowOfMany))} OR ${dialect.matches(text, fewWordsPattern)}`,
    dialect.repeatsWord(words, surelyInARow),
  );
  const cases = [`WHEN ${dialect.missing(column)} THEN ${emptyIsUnusual}`];
  if (usual.most < Infinity) cases.push(`WHEN ${length} < ${dialect.literal(usual.fewest)} OR ${length} > ${dialect.literal(usual.most)} THEN true`);
  if (usual.isProse) cases.push(`WHEN NOT ${dialect.matches(text, contentPattern)} THEN true`);
  if (usual.htmlIsForeign) cases.push(`WHEN ${hasHtml(dialect, text)} THEN true`);
  const several = `${lost}|${sameInitialPattern(surelyInARow)}`;
  return `CASE ${cases.join(' ')} WHEN ${dialect.matches(text, several)} THEN (CASE WHEN ${dialect.matches(text, lost)} THEN true ELSE ${repeats} END) ELSE false END`;
}

function faultFinding(column: string, text: string | null, faults: readonly TextFault[]): Omit<RawFinding, 'rows' | 'scope'> {
  const repaired = faults.find((fault) => fault.repaired !== undefined)?.repaired;
  return {
    column,
    score: Math.max(...faults.map(({ kind }) => scores[kind])),
    message: `${quoted(column)} ${listed(faults.map(({ words }) => words), faults.length)}.`,
    ...(repaired !== undefined && { suggestion: { act: 'set', column, to: repaired } }),
    evidence: { reasons: faults.map(({ kind }) => kind), start: text === null ? null : text.slice(0, 200) },
  };
}
