import { type Severity, severities } from '../../core/finding.ts';
import type { GitDataset, GitStage } from '../gitCheck.ts';
import { findingWords } from './statusBar.ts';

/** One dataset as it was checked. */
export type CheckedChange = GitDataset & { readonly stage: GitStage };

const mostNames = 3;

export function countFindings(datasets: readonly GitDataset[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  for (const { findings = [] } of datasets) for (const { severity } of findings) counts[severity]++;
  return counts;
}

export const totalOf = (counts: Readonly<Record<Severity, number>>): number => severities.reduce((sum, severity) => sum + counts[severity], 0);

/** What was found, in sentences: first of what is staged, then of what is not. */
export function changeWords(datasets: readonly CheckedChange[]): string {
  if (datasets.length === 0) return 'No dataset differs from what is committed. Once one does, Winnow says what committing it would bring.';
  const failed = datasets.filter(({ error }) => error !== undefined);
  const left = datasets.flatMap(({ path, notLookedAt }) => (notLookedAt === undefined ? [] : [`${path} was not looked at: ${notLookedAt}`]));
  const looked = datasets.filter(({ error, notLookedAt }) => error === undefined && notLookedAt === undefined);
  return [
    ...(failed.length > 0 ? [`${namesOf(failed)} cannot be checked.`] : []),
    ...stagedWords(looked.filter(({ stage }) => stage === 'staged')),
    ...unstagedWords(looked.filter(({ stage }) => stage === 'unstaged')),
    ...left,
  ].join(' ');
}

function stagedWords(datasets: readonly CheckedChange[]): string[] {
  if (datasets.length === 0) return [];
  const counts = countFindings(datasets);
  if (totalOf(counts) > 0) return [`The staged datasets bring ${findingWords(counts)}.`];
  return [`${datasets.length === 1 ? 'The staged dataset brings' : `The ${datasets.length} staged datasets bring`} nothing new.`];
}

function unstagedWords(datasets: readonly CheckedChange[]): string[] {
  if (datasets.length === 0) return [];
  const counts = countFindings(datasets);
  const [what, faulty] = [totalOf(counts), datasets.filter(({ findings = [] }) => findings.length > 0)];
  if (what === 0) return [`What is changed and not staged brings nothing new: ${namesOf(datasets)}.`];
  return [`What is changed and not staged brings ${findingWords(counts)}: ${namesOf(faulty)}.`];
}

function namesOf(datasets: readonly GitDataset[]): string {
  const names = datasets.slice(0, mostNames).map(({ path }) => path).join(', ');
  return datasets.length > mostNames ? `${names} and ${datasets.length - mostNames} more` : names;
}
