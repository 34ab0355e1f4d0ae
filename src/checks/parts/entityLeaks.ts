import type { CheckContext, RawFinding } from '../check.ts';
import { askOne, literals, numberIn, textIn } from './ask.ts';
import { splitKindSql } from './splits.ts';
import { countOf, formatCount, formatShare, listed, quoted } from './words.ts';

/** Things that are named when they leak. */
const named = 3;

/** Things that the group column names (people, documents) which are both learnt from and measured on: one finding. */
export async function* entityLeaks({ dataset, relation, signal }: Pick<CheckContext, 'dataset' | 'relation' | 'signal'>): AsyncGenerator<RawFinding> {
  const { group, split } = dataset.roles;
  if (group === undefined || split === undefined) return;
  const { dialect, name } = relation;
  const sides = `SELECT CAST(_row AS INTEGER) AS n, ${dialect.text(group)} AS entity, ${splitKindSql(relation, split)} AS kind FROM ${name} WHERE NOT ${dialect.missing(group)}`;
  const measured = `kind IN ${literals(relation, ['validation', 'test'])}`;
  const shared = `WITH sides AS (${sides}), shared AS (SELECT entity FROM sides WHERE entity IS NOT NULL GROUP BY entity HAVING max(CASE WHEN kind = 'train' THEN 1 ELSE 0 END) = 1 AND max(CASE WHEN ${measured} THEN 1 ELSE 0 END) = 1)`;
  const rows = await relation.integers(`${shared} SELECT n FROM sides WHERE ${measured} AND entity IN (SELECT entity FROM shared)`, signal);
  if (rows.length === 0) return;
  const counts = await askOne(
    relation,
    `${shared} SELECT (SELECT count(*) FROM shared) AS leaking, (SELECT count(DISTINCT entity) FROM sides WHERE ${measured}) AS entities, (SELECT count(*) FROM sides WHERE ${measured}) AS measured`,
    signal,
  );
  const examples = (await relation.query(`${shared} SELECT entity FROM shared ORDER BY entity LIMIT ${named}`, [], signal)).map((row) =>
    textIn(row['entity'])!,
  );
  const [leaking, entities, total] = [numberIn(counts['leaking']), numberIn(counts['entities']), numberIn(counts['measured'])];
  const more = leaking > examples.length ? [`${formatCount(leaking - examples.length)} more`] : [];
  yield {
    severity: 'warning',
    scope: 'rows',
    score: 0.3 + 0.5 * (rows.length / total),
    column: group,
    message: `${formatCount(leaking)} of the ${formatCount(entities)} values of ${quoted(group)} in test or validation ${leaking === 1 ? 'is' : 'are'} in train too (${listed([...examples.map(quoted), ...more], named + 1)}): ${countOf(rows.length, 'row')} (${formatShare(rows.length / total)}) ${rows.length === 1 ? 'measures' : 'measure'} what the model has seen before.`,
    rows,
    suggestion: { act: 'review' },
    evidence: { values: leaking, of: entities, count: rows.length, examples },
  };
}
