import { type Check, type CheckContext, type CheckOptions, defineCheck, type RawFinding } from '../../check.ts';
import type { DriftStudy } from './driftStudy.ts';

type DriftCheck<Options extends CheckOptions> = Omit<Check<Options>, 'needs' | 'run'> & {
  /** What the comparison with the reference says of this check's question. */
  find(context: CheckContext<Options>, study: DriftStudy): AsyncIterable<RawFinding> | Iterable<RawFinding>;
};

/** A check of what differs from the reference; where none is named, or it cannot be compared with, the check says why. */
export function defineDriftCheck<Options extends CheckOptions>({ find, ...check }: DriftCheck<Options>): Check<Options> {
  return defineCheck({
    ...check,
    needs: () => null,
    async *run(context): AsyncGenerator<RawFinding> {
      const study = await context.drift();
      if ('why' in study) return context.skip(study.why);
      const { report, currentWhere } = study;
      // Rows that are on neither side of a split or window of time were not looked at.
      const rows = report.current.rows + (currentWhere === undefined ? 0 : report.reference.rows);
      for await (const finding of find(context, study)) yield { basis: { kind: 'all', rows }, ...finding };
    },
  });
}
