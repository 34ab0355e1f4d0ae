import { findLabelIssues, type LabelIssueRule, labelIssueRules, rankByScore } from '../../learn/findLabelIssues.ts';
import { type CheckOptions } from '../check.ts';
import type { OutOfSample } from '../outOfSample.ts';

/** The six rules of the literature; “the model disagrees” is the end of the slider and no rule of its own here. */
const rules = labelIssueRules.filter((rule) => rule !== 'predicted_neq_given');
const defaultRule: LabelIssueRule = 'low_self_confidence';

/** How rows are picked, by the options of `label-error`. A rule that is none is the default one. */
export function ruleOf(options: CheckOptions): LabelIssueRule {
  return rules.find((rule) => rule === options['rule']) ?? defaultRule;
}

/** Whether a rule is one of the six. */
export function isRule(name: unknown): boolean {
  return rules.some((rule) => rule === name);
}

export const ruleNames: readonly string[] = rules;

/** Positions of the rows whose label is probably wrong, the worst first: by the rule, or farther down the list by the slider. */
export async function suspectPositions(outOfSample: OutOfSample, options: CheckOptions): Promise<Int32Array> {
  const recall = recallOf(options);
  if (recall > 0 || ruleOf(options) === defaultRule) {
    const { suspects, positions } = await outOfSample.slider();
    return suspects.slice(0, positions[Math.min(recall, positions.length - 1)]?.rows ?? 0);
  }
  const joint = await outOfSample.joint();
  return rankByScore(await findLabelIssues(joint, ruleOf(options)), joint.selfConfidence);
}

/** The position of the slider, from 0: the rule itself. */
export function recallOf(options: CheckOptions): number {
  const recall = options['recall'];
  return typeof recall === 'number' && recall > 0 ? Math.floor(recall) : 0;
}
