import { defineCheck, type RawFinding } from './check.ts';
import { missingDefaults } from './parts/drift/driftLimits.ts';
import { rowsHere } from './parts/drift/driftStudy.ts';

/** Columns whose share of missing values is far from that in the reference (two-proportion z, Holm-corrected). Where more is missing, those rows are flagged. */
export const missingnessDrift = defineCheck({
  id: 'missingness-drift',
  title: 'More or fewer missing values',
  description: 'Columns with another share of missing values than the reference has.',
  severity: 'warning',
  defaults: missingDefaults,
  needs: () => null,
  async *run(context): AsyncGenerator<RawFinding> {
    const study = await context.drift();
    if ('why' in study) return context.skip(study.why);
    const { report: drift } = study;
    for (const { column, missing, share, p, message } of drift.missing) {
      const isMore = share.current > share.reference;
      yield {
        scope: 'column', score: Math.abs(share.current - share.reference), column, message,
        rows: isMore ? await rowsHere(context, study, context.relation.dialect.missing(column)) : [],
        evidence: { missing: { ...missing }, share: { ...share }, p },
      };
    }
  },
});
