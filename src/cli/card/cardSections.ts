import { rolesOfColumn } from '../../core/roles.ts';
import type { MeasuredSection } from '../../core/card/mergeCard.ts';
import { escapeMarkdown, markdownTable, markdownValue, percentText } from '../../core/card/markdown.ts';
import { countOf, formatCount } from '../../core/countWords.ts';
import { type ColumnProfile, missingShare } from '../../core/profile.ts';
import { isNumeric, isTemporal } from '../../core/schema.ts';
import type { CrossTab } from '../../protocol/engineMethods.ts';
import { type CardFacts, pendingWords } from './cardFacts.ts';
import { annotationSection, issuesSection, qualitySection, versionsSection } from './cardQuality.ts';

const mostColumns = 200;
const mostValues = 20;
const mostLabels = 6;

/** The measured sections of a card, in the order of a new one. */
export function cardSections(facts: CardFacts): MeasuredSection[] {
  return [
    { name: 'composition', text: compositionSection(facts) },
    { name: 'segments', text: segmentsSection(facts) },
    { name: 'splits', text: splitsSection(facts) },
    { name: 'quality', text: qualitySection(facts) },
    { name: 'issues', text: issuesSection(facts) },
    { name: 'annotation', text: annotationSection(facts) },
    { name: 'versions', text: versionsSection(facts) },
  ];
}

/** What a new card has between the measured sections: headings for what nobody can measure. */
export function newCard(name: string): string {
  const place = (section: string): string => `<!-- winnow:begin ${section} -->\n<!-- winnow:end ${section} -->`;
  const asked = (heading: string, question: string): string => `## ${heading}\n\n*${question}*`;
  return [
    `# ${escapeMarkdown(name)}`,
    '<!-- What stands between winnow:begin and winnow:end is measured, and written anew by `winnow card`. All else is yours and stays. -->',
    asked('Purpose', 'What was the dataset made for, by whom, and what should it not be used for?'),
    place('composition'),
    place('segments'),
    place('splits'),
    asked('Collection', 'Where do the rows come from, from when, how were they chosen, and did people consent?'),
    place('annotation'),
    asked('Label definitions', 'What does each label mean, and what were the instructions?'),
    place('quality'),
    place('issues'),
    asked('Licence and contact', 'Under which licence may it be used, and who answers questions?'),
    place('versions'),
    '',
  ].join('\n\n');
}

function compositionSection(facts: CardFacts): string {
  const { dataset, profiles, labels } = facts;
  const { rows, unreadable, columns, format, bytes, roles } = dataset;
  const left = unreadable > 0 ? ` ${formatCount(unreadable)} unreadable ${unreadable === 1 ? 'record is' : 'records are'} in none of the counts.` : '';
  const table = profiles
    .slice(0, mostColumns)
    .map((profile) => [
      markdownValue(profile.column),
      profile.type,
      rolesOfColumn(roles, profile.column),
      percentText(missingShare(profile)),
      `${profile.distinctIsExact ? '' : '≈'}${formatCount(profile.distinct)}`,
      rangeOf(profile),
    ]);
  const more = profiles.length > mostColumns ? [`${formatCount(profiles.length - mostColumns)} more columns are not listed.`] : [];
  const pending = pendingWords(facts);
  return [
    '## Composition',
    `${countOf(rows, 'row')} of ${countOf(columns.length, 'column')} (${format}, ${countOf(bytes, 'byte')}). Counted over all rows; ≈ is an estimate.${left}`,
    ...(pending === null ? [] : [pending]),
    markdownTable(['column', 'type', 'role', 'missing', 'distinct', 'from … to'], table, [3, 4]),
    ...more,
    ...(labels ? [`### Labels (${markdownValue(labels.column)})`, valueTable('label', labels)] : ['No column has the role label.']),
  ].join('\n\n');
}

/** Of numbers and times alone: texts are not for a card. */
function rangeOf({ type, min, max, median, approximate }: ColumnProfile): string {
  if (min === undefined || max === undefined || !(isNumeric(type) || isTemporal(type))) return '';
  const middle = median === undefined || !isNumeric(type) ? '' : ` (median ${approximate?.includes('median') ? '≈' : ''}${Number(median.toPrecision(6))})`;
  return `${markdownValue(min)} … ${markdownValue(max)}${escapeMarkdown(middle)}`;
}

function segmentsSection({ segments, dataset }: CardFacts): string {
  const tables = segments.flatMap((tab) => [`### ${markdownValue(tab.by ?? tab.column)}`, byTable(tab, dataset.roles.label !== undefined)]);
  return ['## Segments', ...(tables.length > 0 ? tables : ['No column has the role segment.'])].join('\n\n');
}

function splitsSection({ splits, dataset }: CardFacts): string {
  return ['## Splits', splits ? byTable(splits, dataset.roles.label !== undefined) : 'No column has the role split.'].join('\n\n');
}

function valueTable(name: string, { values, overall, overallRest, rows }: CrossTab): string {
  const lines = values
    .slice(0, mostValues)
    .map((value, index) => [markdownValue(value), formatCount(overall[index] ?? 0), percentText((overall[index] ?? 0) / rows)]);
  const rest = overall.slice(mostValues).reduce((sum, n) => sum + n, overallRest);
  if (rest > 0) lines.push(['*(others)*', formatCount(rest), percentText(rest / rows)]);
  return markdownTable([name, 'rows', 'share'], lines, [1, 2]);
}

/** A line per value of `by`: its rows, and the share of each label in it. */
function byTable({ by, values, segments, otherSegments, otherRows, rows }: CrossTab, hasLabels: boolean): string {
  const labels = hasLabels ? values.slice(0, mostLabels) : [];
  const header = [markdownValue(by ?? ''), 'rows', 'share', ...labels.map(markdownValue)];
  const lines = segments
    .slice(0, mostValues)
    .map((segment) => [
      markdownValue(segment.value),
      formatCount(segment.rows),
      percentText(segment.rows / rows),
      ...labels.map((_, index) => percentText((segment.counts[index] ?? 0) / segment.rows)),
    ]);
  const unlisted = segments.slice(mostValues);
  const restRows = unlisted.reduce((sum, segment) => sum + segment.rows, otherRows);
  if (restRows > 0)
    lines.push([
      `*(${formatCount(unlisted.length + otherSegments)} others)*`,
      formatCount(restRows),
      percentText(restRows / rows),
      ...labels.map(() => ''),
    ]);
  return markdownTable(header, lines, header.map((_, column) => column).slice(1));
}
