import type { RawFinding } from './check.ts';
import { defineDriftCheck } from './parts/drift/defineDriftCheck.ts';
import { driftFinding } from './parts/drift/driftFinding.ts';

/** Labels that are distributed otherwise than in the reference, or written in another way; judged as `feature-drift` judges a column. */
export const labelDrift = defineDriftCheck({
  id: 'label-drift',
  title: 'Drifted label',
  description: 'Labels that are distributed otherwise than in the reference.',
  severity: 'warning',
  defaults: {},
  *find(context, { report: drift }): Generator<RawFinding> {
    const label = drift.columns.find(({ role }) => role === 'label');
    if (!label) return context.skip(drift.schema.find(({ unlabelled }) => unlabelled)?.message ?? 'no column has the role label');
    if (label.drifted || label.spelling !== undefined) yield driftFinding(label);
  },
});
