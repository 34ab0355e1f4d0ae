import type { ColumnExpectation, ExpectationRule } from '../../core/expectations.ts';
import type { Column, ColumnType } from '../../core/schema.ts';
import { isTemporal } from '../../core/schema.ts';
import type { Relation } from '../../engine/engine.ts';
import { literals } from './ask.ts';
import { mismatchOf, typeNames } from './mismatch.ts';
import { formatNumber, listed, quoted } from './words.ts';

/** One expectation of one column, as it is asked of the engine. */
export interface ExpectedRule {
  readonly rule: ExpectationRule;
  /** SQL: a cell breaks it. */
  readonly broken: string;
  /** What a cell that breaks it does, behind the cell: “is above 100”. */
  readonly words: string;
}

const milliseconds = 24 * 60 * 60 * 1000;

/** The rules of a column, each with what breaks it. A missing cell breaks none but `required`. */
export function rulesOf(relation: Relation, column: Column, expected: ColumnExpectation): ExpectedRule[] {
  const { dialect } = relation;
  const { name } = column;
  const text = dialect.text(name);
  const filled = (condition: string): string => `CASE WHEN ${dialect.missing(name)} THEN false ELSE coalesce(${condition}, false) END`;
  const rules: ExpectedRule[] = [];
  const add = (rule: ExpectationRule, broken: string, words: string): void => void rules.push({ rule, broken, words });
  const mismatch = expected.type === undefined ? null : mismatchOf(relation, { ...column, type: expected.type }, true);
  if (expected.type !== undefined && mismatch !== null) add('type', filled(mismatch), `is not ${typeNames[expected.type]}`);
  if (expected.required) add('required', dialect.missing(name), 'is missing');
  if (expected.unique)
    add(
      'unique',
      filled(`${text} IN (SELECT ${text} FROM ${relation.name} WHERE NOT ${dialect.missing(name)} GROUP BY 1 HAVING count(*) > 1)`),
      'stands in several rows',
    );
  if (expected.values) {
    const broken = expected.values.length === 0 ? 'true' : `${text} NOT IN ${literals(relation, expected.values)}`;
    add('values', filled(broken), `is none of ${listed(expected.values.map(quoted))}`);
  }
  for (const bound of ['min', 'max'] as const) {
    const limit = expected[bound];
    if (limit !== undefined)
      add(
        bound,
        filled(beyond(relation, name, bound, limit)),
        `is ${bound === 'min' ? 'below' : 'above'} ${typeof limit === 'number' ? formatNumber(limit) : limit}`,
      );
  }
  if (expected.minLength !== undefined) add('minLength', filled(`length(${text}) < ${expected.minLength}`), `has fewer than ${expected.minLength} characters`);
  if (expected.maxLength !== undefined) add('maxLength', filled(`length(${text}) > ${expected.maxLength}`), `has more than ${expected.maxLength} characters`);
  if (expected.pattern !== undefined)
    add('pattern', filled(`NOT ${dialect.matches(text, wholePattern(expected.pattern))}`), `does not match ${quoted(expected.pattern)}`);
  return rules;
}

/** The pattern over a whole text, whatever alternatives it has. */
export function wholePattern(pattern: string): string {
  return String.raw`\A(?:${pattern})\z`;
}

/** The day of a date is in the range as a whole. What is neither number nor date is beyond nothing: `type` says what it is. */
function beyond({ dialect }: Relation, name: string, bound: 'min' | 'max', limit: number | string): string {
  if (typeof limit === 'number') return `${dialect.number(name)} ${bound === 'min' ? '<' : '>'} ${limit}`;
  const moment = Date.parse(limit);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(limit);
  return bound === 'min'
    ? `${dialect.time(name)} < ${moment}`
    : isDay
      ? `${dialect.time(name)} >= ${moment + milliseconds}`
      : `${dialect.time(name)} > ${moment}`;
}

/** Why a rule cannot be asked of a column, in words; null where it can. */
export function whyUnaskable({ name, type }: Column, { min, max }: ColumnExpectation): string | null {
  const wants = [min, max].find((limit) => limit !== undefined);
  const numbers: readonly ColumnType[] = ['integer', 'number'];
  if (typeof wants === 'number' && isTemporal(type)) return `winnow.json expects numbers in ${quoted(name)}, which holds dates: write its range as dates.`;
  if (typeof wants === 'string' && numbers.includes(type))
    return `winnow.json expects dates in ${quoted(name)}, which holds numbers: write its range as numbers.`;
  return null;
}
