import { defineCheck, type RawFinding } from './check.ts';
import { driftFinding } from './parts/drift/driftFinding.ts';

/** Labels that are distributed otherwise than in the reference, or written in another way; judged as `feature-drift` judges a column. */
export const labelDrift = defineCheck({
  id: 'label-drift',
  title: 'Drifted label',
  description: 'Labels that are distributed otherwise than in the reference.',
  severity: 'warning',
  defaults: {},
  needs: () => null,
  async *run(context): AsyncGenerator<RawFinding> {
    const study = await context.drift();
    if ('why' in study) return context.skip(study.why);
    const { report: drift } = study;
    const label = drift.columns.find(({ role }) => role === 'label');
    if (!label) return context.skip(drift.schema.find(({ message }) => message.includes('labels cannot be compared'))?.message ?? 'no column has the role label');
    if (label.drifted || label.spelling !== undefined) yield driftFinding(label);
  },
});
