import { formatCount } from '../../core/countWords.ts';
import type { AnnotatorReport, LabelHealth, RecallPosition } from '../../protocol/labelMethods.ts';
import type { DescribedLabels } from '../commands/labels.ts';
import { type Paint, painter, plain } from '../terminal.ts';
import { percent, sourceWords, troubleWords } from './probabilityWords.ts';
import { alignTable, shorten } from './table.ts';

const mostClasses = 100;
const mostAnnotators = 20;

/** What is known of labels, for people: where the probabilities are from, a line for each label, and how annotators agree. */
export function textOfLabels(described: DescribedLabels, withColours: boolean): string {
  const { path, dataset, health, counts, annotators } = described;
  const paint = painter(withColours);
  const heading = `${paint(plain(path), 'bold')}  ${formatCount(dataset.rows)} rows · label: ${plain(dataset.roles.label ?? 'none')}`;
  const sections = [
    heading,
    ...(health.source ? judged(health, paint) : unjudged(health, counts, paint)),
    ...agreement(annotators, dataset.roles.annotators.length > 0, paint),
  ];
  return `${sections.join('\n\n')}\n`;
}

function judged({ source, noise, classes, positions, position }: LabelHealth, paint: Paint): string[] {
  const { logLoss, suspects } = source!;
  const at = positions[position];
  const lines = [
    `${sourceWords(source!)}, log loss ${logLoss.toFixed(3)}.`,
    ...(noise ? [`Estimated wrong labels: ${percent(noise.estimate)} (95 % interval ${percent(noise.low)} to ${percent(noise.high)}).`] : []),
    ...(at ? [listed(at, suspects ? 'suspect' : 'probably wrong')] : []),
    ...troubleWords(source!),
  ];
  const table = [
    ['label', 'rows', 'noise', 'listed', 'most likely confusion'],
    ...classes
      .slice(0, mostClasses)
      .map(({ label, rows: of, noise: share, flagged, confusion }) => [
        shorten(label),
        formatCount(of),
        percent(share),
        flagged === 0 ? '–' : formatCount(flagged),
        confusion ? `${shorten(confusion.label)} (${formatCount(confusion.rows)})` : '',
      ]),
  ];
  return [lines.join('\n'), withHead(alignTable(table, [1, 2, 3]), classes.length - mostClasses, paint)];
}

function listed(at: RecallPosition, as: string): string {
  if (at.rows === 0) return `No row is listed as ${as}.`;
  if (at.rows === 1) return `1 row is listed as ${as}.`;
  return `${formatCount(at.rows)} rows are listed as ${as}; ${expected(at)} of them are expected to be wrong.`;
}

/** Both estimates, where they are apart. */
function expected({ expected: most, least }: RecallPosition): string {
  const apart = Math.round(most) - Math.round(least) > Math.max(1, most / 10);
  return apart
    ? `${formatCount(Math.round(least))} (those that nothing in their row speaks for) to ${formatCount(Math.round(most))}`
    : `about ${formatCount(Math.round(most))}`;
}

function unjudged({ why = 'there are no probabilities' }: LabelHealth, counts: DescribedLabels['counts'], paint: Paint): string[] {
  const table = [
    ['label', 'rows'],
    ...counts.slice(0, mostClasses).map(({ value, count: rows }) => [value === null ? '(missing)' : shorten(value), formatCount(rows)]),
  ];
  return [
    `Wrong labels could not be estimated: ${plain(why)}.`,
    ...(counts.length > 0 ? [withHead(alignTable(table, [1]), counts.length - mostClasses, paint)] : []),
  ];
}

/** @param isNamed whether any column says who labelled. */
function agreement(report: AnnotatorReport, isNamed: boolean, paint: Paint): string[] {
  if (report.annotators.length === 0) return isNamed && report.why !== undefined ? [`Annotators could not be compared: ${plain(report.why)}.`] : [];
  const measure = (name: string, value: number | null): string[] => (value === null ? [] : [`${name} ${value.toFixed(3)}`]);
  const measures = [...measure('Krippendorff α', report.krippendorff), ...measure('Fleiss κ', report.fleiss)];
  const lines = [
    `${paint('Annotators', 'bold')}  ${formatCount(report.votes)} labels on ${formatCount(report.items)} items${measures.length > 0 ? ` · ${measures.join(' · ')}` : ''}`,
    ...report.notes.map((note) => plain(note)),
  ];
  const table = [
    ['annotator', 'items', 'agreement', 'quality', ''],
    ...report.annotators
      .slice(0, mostAnnotators)
      .map(({ annotator, items, agreement: agrees, quality, weak }) => [
        shorten(annotator),
        formatCount(items),
        percent(agrees),
        percent(quality),
        weak ? 'weak' : '',
      ]),
  ];
  return [[...lines, withHead(alignTable(table, [1, 2, 3]), report.annotators.length - mostAnnotators, paint)].join('\n')];
}

function withHead(lines: readonly string[], more: number, paint: Paint): string {
  return [...lines.map((line, index) => (index === 0 ? paint(line, 'dim') : line)), ...(more > 0 ? [`  … ${formatCount(more)} more`] : [])].join('\n');
}
