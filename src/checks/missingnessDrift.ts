import type { RawFinding } from './check.ts';
import { defineDriftCheck } from './parts/drift/defineDriftCheck.ts';
import { missingDefaults } from './parts/drift/driftLimits.ts';
import { rowsHere } from './parts/drift/driftStudy.ts';

/**
 * Columns whose share of missing values is far from that in the reference (two-proportion z, Holm-corrected). Where more
 * is missing, those rows are flagged.
 */
export const missingnessDrift = defineDriftCheck({
  id: 'missingness-drift',
  title: 'More or fewer missing values',
  description: 'Columns with another share of missing values than the reference has.',
  severity: 'warning',
  defaults: missingDefaults,
  async *find(context, study): AsyncGenerator<RawFinding> {
    for (const { column, missing, share, p, message } of study.report.missing) {
      const isMore = share.current > share.reference;
      yield {
        scope: 'column', score: Math.abs(share.current - share.reference), column, message,
        rows: isMore ? await rowsHere(context, study, context.relation.dialect.missing(column)) : [],
        evidence: { missing: { ...missing }, share: { ...share }, p },
      };
    }
  },
});
