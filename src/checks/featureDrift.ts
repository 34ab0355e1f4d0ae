import type { RawFinding } from './check.ts';
import { defineDriftCheck } from './parts/drift/defineDriftCheck.ts';
import { columnDefaults } from './parts/drift/driftLimits.ts';
import { driftFinding, sampledBasis } from './parts/drift/driftFinding.ts';
import { formatCount } from './parts/words.ts';

/**
 * Columns whose values are spread otherwise than in the reference, by Evidently's rule: a reference of up to 1,000 rows is
 * tested (Kolmogorov–Smirnov, χ², Holm-corrected), a larger one measured (Wasserstein, Jensen–Shannon); texts by a model that
 * tells the sides apart. What another spelling or unit explains is named as that. Half of the columns: the dataset drifts.
 */
export const featureDrift = defineDriftCheck({
  id: 'feature-drift',
  title: 'Drifted column',
  description: 'Columns whose values are spread otherwise than in the reference, or written in another way.',
  severity: 'warning',
  defaults: columnDefaults,
  *find(_context, { report: drift }): Generator<RawFinding> {
    if (drift.datasetDrift) {
      // As sure as the column of which the smallest part was looked at.
      const [sampled] = drift.columns.flatMap((column) => column.sampled ?? []).sort((a, b) => a.rows / a.of - b.rows / b.of);
      yield {
        ...sampledBasis(sampled),
        scope: 'dataset', score: 1, rows: [],
        message: `The dataset drifted against ${drift.reference.name}: ${formatCount(drift.drifted)} of ${formatCount(drift.tested)} columns did.`,
        evidence: { drifted: drift.drifted, tested: drift.tested, columns: drift.columns.filter((column) => column.drifted).map(({ column }) => column) },
      };
    }
    for (const column of drift.columns) {
      if (column.role !== 'label' && (column.drifted || column.spelling !== undefined)) yield driftFinding(column);
    }
  },
});
