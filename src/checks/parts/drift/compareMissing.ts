import { type DriftLimits, fewestValues, type MissingDifference } from '../../../core/drift.ts';
import { holm } from '../../../stats/holm.ts';
import { twoProportionZ } from '../../../stats/twoProportionZ.ts';
import { formatShare, ofRows, quoted } from '../words.ts';
import type { ColumnPair } from './compareSchema.ts';
import type { DriftSide } from './driftSide.ts';

/** Columns whose shares of missing values are far apart, the farthest first. */
export function compareMissing(reference: DriftSide, current: DriftSide, pairs: readonly ColumnPair[], limits: DriftLimits): MissingDifference[] {
  if (Math.min(reference.rows, current.rows) < fewestValues) return [];
  const adjusted = holm(pairs.map((pair) => twoProportionZ(pair.current.missing, current.rows, pair.reference.missing, reference.rows).p));
  return pairs.flatMap((pair, index): MissingDifference[] => {
    const missing = { reference: pair.reference.missing, current: pair.current.missing };
    const share = { reference: missing.reference / reference.rows, current: missing.current / current.rows };
    const p = adjusted[index]!;
    if (Math.abs(share.current - share.reference) < limits.missing || !(p < limits.missingP)) return [];
    const column = pair.current.name;
    return [
      {
        column,
        missing,
        share,
        p,
        message: `${ofRows(missing.current, current.rows)} ${missing.current === 1 ? 'has' : 'have'} no ${quoted(column)}; in ${reference.name} it is ${formatShare(share.reference)}.`,
      },
    ];
  }).sort((a, b) => Math.abs(b.share.current - b.share.reference) - Math.abs(a.share.current - a.share.reference));
}
