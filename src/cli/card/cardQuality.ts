import { escapeMarkdown, markdownTable, markdownValue, percentText } from '../../core/card/markdown.ts';
import { countOf, formatCount } from '../../core/countWords.ts';
import type { Act } from '../../core/decision.ts';
import type { AnnotatorReport } from '../../protocol/labelMethods.ts';
import type { CardFacts } from './cardFacts.ts';

const mostClasses = 50;
const mostVersions = 10;

/** How far the labels can be trusted. */
export function qualitySection({ health }: CardFacts): string {
  const { source, why = 'there are no probabilities', noise, classes } = health;
  if (!source) return ['## Label quality', `Wrong labels could not be estimated: ${escapeMarkdown(why)}.`].join('\n\n');
  const estimate = noise
    ? `Estimated wrong labels: ${percentText(noise.estimate)} (95 % interval ${percentText(noise.low)} to ${percentText(noise.high)}). `
    : '';
  const table = classes.slice(0, mostClasses).map(({ label, rows, noise: share, confusion }) => [
    markdownValue(label), formatCount(rows), percentText(share), confusion ? `${markdownValue(confusion.label)} (${formatCount(confusion.rows)})` : '',
  ]);
  return [
    '## Label quality',
    `${estimate}Estimated by confident learning from ${escapeMarkdown(source.words)}, right for ${percentText(source.accuracy)} of ${countOf(source.rows, 'row')}.`,
    ...source.leftOut.map((left) => `Left out: ${countOf(left.rows, 'row')}, since ${escapeMarkdown(left.why)}.`),
    markdownTable(['label', 'rows', 'estimated wrong', 'most likely confusion (rows)'], table, [1, 2]),
    ...(classes.length > mostClasses ? [`${formatCount(classes.length - mostClasses)} more labels are not listed.`] : []),
  ].join('\n\n');
}

/** What the checks found, and what is known of it. */
export function issuesSection({ findings, messages }: CardFacts): string {
  const { groups, open, openRows, skipped } = findings;
  const shown = groups.filter((group) => group.findings > 0 || group.closed > 0);
  const table = shown.map(({ title, severity, ...counted }) => [
    escapeMarkdown(title), severity, ...[counted.findings, counted.rows, counted.closed].map(formatCount),
  ]);
  const details = shown.flatMap(({ check }) => (messages.get(check) ?? []).map((message) => `- ${escapeMarkdown(message)}`));
  const left = skipped.map(({ check, why }) => `- ${escapeMarkdown(check)}: ${escapeMarkdown(why)}`);
  return [
    '## Known issues',
    `${countOf(open.error, 'error')}, ${countOf(open.warning, 'warning')} and ${countOf(open.info, 'note')} are open, in ${countOf(openRows, 'row')}. Settled ones were decided upon by people.`,
    ...(table.length > 0 ? [markdownTable(['check', 'severity', 'open', 'rows', 'settled'], table, [2, 3, 4])] : []),
    ...(details.length > 0 ? [details.join('\n')] : []),
    ...(left.length > 0 ? [`Not checked:\n\n${left.join('\n')}`] : []),
  ].join('\n\n');
}

const actWords: Readonly<Partial<Record<Act, string>>> = {
  relabel: 'labels changed',
  set: 'cells changed',
  accept: 'findings accepted',
  ambiguous: 'rows called ambiguous',
  exclude: 'rows excluded',
  comment: 'comments',
  annotate: 'annotations',
};

/** Who labelled, without names, and what was decided since. */
export function annotationSection({ annotators, decisions }: CardFacts): string {
  const made = [...decisions.acts].flatMap(([act, times]) => (actWords[act] === undefined ? [] : [`${formatCount(times)} ${actWords[act]}`]));
  return [
    '## Annotation process',
    annotators.annotators.length === 0
      ? `Agreement of annotators is not known${annotators.why === undefined ? '' : `: ${escapeMarkdown(annotators.why)}`}.`
      : agreementText(annotators),
    made.length === 0
      ? 'No decisions were made in review.'
      : `Decided in review, by ${formatCount(decisions.people)} ${decisions.people === 1 ? 'person' : 'people'}: ${made.join(', ')}.`,
  ].join('\n\n');
}

function agreementText({ annotators, votes, items, krippendorff, fleiss, disagreeing, method }: AnnotatorReport): string {
  const measures = [['Krippendorff’s α', krippendorff] as const, ['Fleiss’ κ', fleiss] as const].flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${value.toFixed(3)}`],
  );
  const weak = annotators.filter((each) => each.weak).length;
  return `${countOf(annotators.length, 'annotator')} gave ${countOf(votes, 'label')} to ${countOf(items, 'item')}, ${formatCount(disagreeing)} of which they disagree on${measures.length > 0 ? ` (${measures.join(', ')})` : ''}. ${formatCount(weak)} of them are weak. ${escapeMarkdown(method)}`.trim();
}

/** The version described, those before it, and what decisions were written into the file. */
export function versionsSection({ dataset, hash, versions, lineage }: CardFacts): string {
  const described = `This card describes the version of ${countOf(dataset.rows, 'row')} with SHA-256 \`${hash.replace(/^sha256:/, '')}\`.`;
  const commits = (versions ?? [])
    .slice(0, mostVersions)
    .map(({ commit, date, subject }) => [`\`${commit.slice(0, 10)}\``, date.slice(0, 10), markdownValue(subject)]);
  const applied = lineage
    .slice(0, mostVersions)
    .map(({ at, decisions, before, after }) => [
      at.slice(0, 10),
      formatCount(decisions),
      `\`${before.slice(0, 10)}\``,
      `\`${after.slice(0, 10)}\``,
    ]);
  const more = (versions?.length ?? 0) > mostVersions ? ['There are older ones.'] : [];
  return [
    '## Versions',
    described,
    ...(versions === null
      ? ['The file is in no git repository.']
      : commits.length === 0
        ? ['No commit has the file yet.']
        : [markdownTable(['commit', 'date', 'subject'], commits), ...more]),
    ...(applied.length > 0
      ? ['Decisions written into the file:', markdownTable(['date', 'decisions', 'SHA-256 before', 'after'], applied, [1])]
      : []),
  ].join('\n\n');
}
