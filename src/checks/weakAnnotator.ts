import type { WeakAnnotator } from '../learn/annotatorReport.ts';
import { defineCheck, type RawFinding } from './check.ts';
import { needsAnnotators } from './parts/annotationLayout.ts';
import { type AnnotatorStudy, sharedStudy } from './parts/annotatorStudy.ts';
import { countOf, formatShare, quoted } from './parts/words.ts';

/** People whose labels are far less reliable than those of the others, or than chance. About the person, not about rows. */
export const weakAnnotator = defineCheck({
  id: 'weak-annotator',
  title: 'Unreliable annotator',
  description: 'People whose labels are far less reliable than those of the other annotators, or no better than chance.',
  severity: 'warning',
  slow: true,
  defaults: {},
  needs: needsAnnotators,
  async *run(context): AsyncGenerator<RawFinding> {
    const study = await sharedStudy(context);
    if ('why' in study) return context.skip(study.why);
    for (const weak of study.weak) yield findingOf(study, weak);
  },
});

function findingOf({ annotations: { layout, annotators } }: AnnotatorStudy, weak: WeakAnnotator): RawFinding {
  const name = annotators[weak.annotator]!;
  const compared = weak.reason === 'below-chance'
    ? `below the ${formatShare(weak.chance)} that the same labels given at random would reach`
    : `the others reach ${formatShare(weak.othersMean)} on average (standard deviation ${formatShare(weak.othersDeviation)})`;
  return {
    ...(layout.kind === 'columns'
      ? { scope: 'column', column: name }
      : { scope: 'segment', column: layout.annotator, segment: { column: layout.annotator, value: name } }),
    score: 1 - weak.quality,
    message: `${quoted(name)} gave ${countOf(weak.labels, 'label')} of quality ${formatShare(weak.quality)}: ${compared}.`,
    rows: [],
    suggestion: { act: 'review' },
    evidence: {
      annotator: name,
      quality: weak.quality,
      labels: weak.labels,
      othersMean: Number.isNaN(weak.othersMean) ? null : weak.othersMean,
      othersDeviation: weak.othersDeviation,
      chance: weak.chance,
      reason: weak.reason,
    },
  };
}
