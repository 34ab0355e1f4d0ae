import { errorMessage } from '../core/errorMessage.ts';
import type { Column } from '../core/schema.ts';
import { defineCheck, type CheckContext, type RawFinding } from './check.ts';
import { askOne, countWhere, rowsWhere } from './parts/ask.ts';
import { type ExpectedRule, rulesOf, wholePattern, whyUnaskable } from './parts/expected.ts';
import { columnFindings } from './parts/expectedColumns.ts';
import { RowFindings } from './parts/rowFindings.ts';
import { ofRows, quoted } from './parts/words.ts';

const defaults = { maxFindings: 1000, patternSeconds: 30 };
type Context = CheckContext<typeof defaults>;

/**
 * Breaks of what `winnow.json` expects: columns that are missing, foreign or out of order; cells of another type, missing,
 * repeated, not allowed, out of range, too short or long, or unlike a pattern. A missing cell breaks `required` alone.
 * Patterns are RE2's, which takes no longer for hostile ones, and have a limit in time all the same.
 */
export const schemaViolation = defineCheck({
  id: 'schema-violation',
  title: 'Not as expected',
  description: 'What winnow.json expects of the columns and does not hold: a file that breaks it is not the one that programs were written for.',
  severity: 'error',
  defaults,
  needs: () => null,
  async *run(context): AsyncGenerator<RawFinding> {
    const { config: { expectations }, dataset, progress } = context;
    if (!expectations) return context.skip('winnow.json expects nothing');
    yield* columnFindings(dataset, expectations);
    const expected = dataset.columns.filter(({ name }) => expectations.columns && Object.hasOwn(expectations.columns, name));
    for (const [index, column] of expected.entries()) {
      progress(index / expected.length, `Expectations: ${column.name}`);
      const wanted = expectations.columns![column.name]!;
      const unaskable = whyUnaskable(column, wanted);
      if (unaskable !== null) yield ofConfig(column, unaskable);
      else yield* brokenIn(context, column, rulesOf(context.relation, column, wanted), wanted.pattern);
    }
  },
});

async function* brokenIn(context: Context, column: Column, rules: readonly ExpectedRule[], pattern: string | undefined): AsyncGenerator<RawFinding> {
  const { relation, signal } = context;
  const plain = rules.filter(({ rule }) => rule !== 'pattern');
  const counts = await countWhere(relation, plain.map(({ rule }) => rule), (name) => plain.find(({ rule }) => rule === name)!.broken, signal);
  for (const rule of plain) yield* found(context, column, rule, counts.get(rule.rule) ?? 0, signal);
  const matched = rules.find(({ rule }) => rule === 'pattern');
  if (matched && pattern !== undefined) yield* unlikePattern(context, column, matched, pattern);
}

async function* unlikePattern(context: Context, column: Column, rule: ExpectedRule, pattern: string): AsyncGenerator<RawFinding> {
  const { relation, signal, options: { patternSeconds } } = context;
  try {
    // Alone, so that what is wrong with it is said of it.
    for (const each of [pattern, wholePattern(pattern)]) await askOne(relation, `SELECT ${relation.dialect.matches(`''`, each)} AS matched`, signal);
  } catch (error) {
    signal.throwIfAborted();
    return yield ofConfig(column, `The pattern of ${quoted(column.name)} in winnow.json is no regular expression: ${quoted(errorMessage(error))}.`);
  }
  const limit = AbortSignal.timeout(patternSeconds * 1000);
  const limited = AbortSignal.any([signal, limit]);
  try {
    const counts = await countWhere(relation, [column.name], () => rule.broken, limited);
    const findings: RawFinding[] = [];
    for await (const finding of found(context, column, rule, counts.get(column.name) ?? 0, limited)) findings.push(finding);
    yield* findings;
  } catch (error) {
    signal.throwIfAborted();
    if (!limit.aborted) throw error;
    yield ofConfig(column, `The pattern of ${quoted(column.name)} took more than ${patternSeconds} seconds, so that its values were not compared with it.`);
  }
}

/** The cells that break one rule: one by one, or together where there are many. */
async function* found(
  { dataset, relation, options: { maxFindings } }: Context,
  column: Column,
  { rule, broken, words }: ExpectedRule,
  count: number,
  signal: AbortSignal,
): AsyncGenerator<RawFinding> {
  if (count === 0) return;
  const rows = new RowFindings(maxFindings);
  const { name } = column;
  if (count > maxFindings) rows.addAll(await rowsWhere(relation, broken, signal));
  else
    for await (const chunk of relation.stream(
      `SELECT _row, ${relation.dialect.text(name)} AS cell FROM ${relation.name} WHERE ${broken} ORDER BY _row`,
      [],
      signal,
    )) {
      for (const row of chunk) {
        const value = typeof row['cell'] === 'string' ? row['cell'] : null;
        rows.add(Number(row['_row']), () => ({
          score: 0.9,
          column: name,
          message: sentence(name, rule, value, words),
          evidence: { rule, value: value === null ? null : value.slice(0, 1000) },
        }));
      }
    }
  yield* rows.gathered((all) => ({
    score: 1,
    column: name,
    message: `In ${ofRows(all.length, dataset.rows)} ${quoted(name)} ${words}, against what winnow.json expects.`,
    evidence: { rule, count: all.length },
  }));
}

function sentence(column: string, rule: ExpectedRule['rule'], value: string | null, words: string): string {
  return rule === 'required'
    ? `${quoted(column)} is missing, and winnow.json requires it.`
    : `${quoted(value ?? '')} in ${quoted(column)} ${words}, against what winnow.json expects.`;
}

function ofConfig({ name }: Column, message: string): RawFinding {
  return { scope: 'column', severity: 'warning', score: 0.5, column: name, rows: [], message, evidence: { rule: 'config' } };
}
