import type { Column } from '../core/schema.ts';
import { defineCheck, type CheckContext, type RawFinding } from './check.ts';
import { countWhere, rowsWhere } from './parts/ask.ts';
import { mismatchOf, typeNames } from './parts/mismatch.ts';
import { RowFindings } from './parts/rowFindings.ts';
import { isWord } from './parts/sentinels.ts';
import { ofRows, quoted } from './parts/words.ts';

const defaults = { maxFindings: 1000 };

/**
 * Values that are not of their column's type: the one that `winnow.json` declares, else the one that at least 95 % of
 * the values have. Missing values and words for them are `missing-value`'s. An inferred column of whole numbers may hold
 * a fraction, and one of dates a time of day; a declared one may not.
 */
export const typeMismatch = defineCheck({
  id: 'type-mismatch',
  title: 'Value of another type',
  description: 'Values that are not of their column’s type, as a word in a column of numbers: most programs drop or misread them.',
  severity: 'warning',
  defaults,
  needs: () => null,
  async *run(context): AsyncGenerator<RawFinding> {
    const { dataset, config, relation, signal, progress } = context;
    const isDeclared = (column: string): boolean => config.types !== undefined && Object.hasOwn(config.types, column);
    const conditions = new Map<string, string>();
    for (const column of dataset.columns) {
      const mismatch = mismatchOf(relation, column, isDeclared(column.name));
      const isMissing = `${relation.dialect.missing(column.name)} OR ${isWord(context, column.name)}`;
      if (mismatch !== null) conditions.set(column.name, `CASE WHEN ${mismatch} THEN NOT (${isMissing}) ELSE false END`);
    }
    const mismatched = [...(await countWhere(relation, [...conditions.keys()], (column) => conditions.get(column)!, signal))];
    for (const [index, [name, count]] of mismatched.entries()) {
      progress(index / mismatched.length, `Types: ${name}`);
      const column = dataset.columns.find((candidate) => candidate.name === name)!;
      yield* mismatchesIn(context, column, conditions.get(name)!, count, isDeclared(name));
    }
  },
});

async function* mismatchesIn(
  { dataset, options, relation, signal }: CheckContext<typeof defaults>,
  column: Column,
  condition: string,
  count: number,
  isDeclared: boolean,
): AsyncGenerator<RawFinding> {
  const found = new RowFindings(options.maxFindings);
  const common = { column: column.name, ...(isDeclared && { severity: 'error' as const }) };
  const isNot = `is not ${typeNames[column.type]}, ${isDeclared ? 'as winnow.json declares it' : 'unlike the rest of the column'}`;
  const sql = `SELECT _row, ${relation.dialect.text(column.name)} AS cell FROM ${relation.name} WHERE ${condition} ORDER BY _row`;
  if (count > options.maxFindings) found.addAll(await rowsWhere(relation, condition, signal));
  else
    for await (const chunk of relation.stream(sql, [], signal)) {
      for (const row of chunk) {
        const value = String(row['cell']);
        found.add(Number(row['_row']), () => ({
          ...common,
          score: isDeclared ? 1 : 0.7,
          message: `${quoted(value)} in ${quoted(column.name)} ${isNot}.`,
          evidence: { value: value.slice(0, 1000), type: column.type, declared: isDeclared },
        }));
      }
    }
  yield* found.gathered((rows) => ({
    ...common,
    score: 1,
    message: `In ${ofRows(rows.length, dataset.rows)} ${quoted(column.name)} ${isNot}.`,
    evidence: { count: rows.length, type: column.type, declared: isDeclared },
  }));
}
