import { type ColumnDrift, type SchemaDifference } from '../core/drift.ts';
import type { CheckContext, RawFinding } from './check.ts';
import { literals } from './parts/ask.ts';
import { defineDriftCheck } from './parts/drift/defineDriftCheck.ts';
import { type DriftStudy, rowsHere } from './parts/drift/driftStudy.ts';
import { countOf, listed, quoted } from './parts/words.ts';

/**
 * Columns that the reference has and this dataset does not, or has as another type or under another name; and categories
 * that the reference never saw. What was learnt from the reference breaks on the first, and knows nothing of the second.
 */
export const schemaDrift = defineDriftCheck({
  id: 'schema-drift',
  title: 'Other columns than the reference',
  titles: { warning: 'Categories never seen', info: 'Columns added, or gone and not learnt from' },
  description: 'Columns that are gone, new, renamed or of another type, and categories never seen, against the reference.',
  severity: 'error',
  defaults: {},
  async *find(context, study): AsyncGenerator<RawFinding> {
    const { report: drift } = study;
    for (const difference of drift.schema) yield schemaFinding(difference);
    for (const column of drift.columns) if (column.unseen.length > 0) yield await unseenFinding(context, study, column);
  },
});

function schemaFinding({ kind, column, message, grave, from, to }: SchemaDifference): RawFinding {
  const isHere = kind !== 'removed';
  return {
    severity: grave ? 'error' : 'info',
    scope: isHere ? 'column' : 'dataset',
    score: grave ? 1 : 0.2,
    ...(isHere && { column }),
    message, rows: [],
    evidence: { kind, column, ...(from && { from }), ...(to && { to }) },
  };
}

async function unseenFinding(context: CheckContext, study: DriftStudy, { column, unseen, unseenValues, role, values }: ColumnDrift): Promise<RawFinding> {
  const rows = unseen.reduce((sum, { count }) => sum + count, 0);
  const { relation } = context;
  return {
    severity: 'warning',
    scope: 'rows',
    score: Math.min(1, 0.3 + rows / Math.max(1, values.current)),
    column,
    message: `${countOf(unseenValues, role === 'label' ? 'label' : 'value')} of ${quoted(column)} ${unseenValues === 1 ? 'is' : 'are'} not in ${study.report.reference.name}: ${listed(unseen.map(({ value, count }) => `${quoted(value)} (${countOf(count, 'row')})`))}.`,
    rows: await rowsHere(context, study, `${relation.dialect.text(column)} IN ${literals(relation, unseen.map(({ value }) => value))}`),
    evidence: { values: unseen.map(({ value, count }) => ({ value, count })), distinct: unseenValues },
  };
}
