import { formatCount } from '../../core/countWords.ts';
import type { LabelHealth, RecallPosition } from '../../protocol/labelMethods.ts';
import type { DescribedLabels } from '../commands/labels.ts';
import { type Paint, painter, plain } from '../terminal.ts';
import { annotatorsText } from './annotatorsText.ts';
import { percent, sourceWords, troubleWords } from './probabilityWords.ts';
import { alignTable, fit, nameWidth, withHead } from './table.ts';

const mostClasses = 100;

/** How often people agree on a label; null where nobody knows. */
type AgreementOf = ((label: string) => number | null) | null;

/**
 * What is known of labels, for people: where the probabilities are from, a line for each label, and how annotators agree.
 * @param columns of the screen, where there is one: names that are too long for it are cut.
 */
export function textOfLabels(described: DescribedLabels, withColours: boolean, columns?: number): string {
  const { path, dataset, health, annotators } = described;
  const paint = painter(withColours);
  const heading = `${paint(plain(path), 'bold')}  ${formatCount(dataset.rows)} rows · label: ${plain(dataset.roles.label ?? 'none')}`;
  const agreements = new Map(annotators.classes.map(({ label, agreement }) => [label, agreement]));
  const agreementOf = agreements.size > 0 ? (label: string): number | null => agreements.get(label) ?? null : null;
  const sections = [
    heading,
    ...(health.source
      ? judged(health, agreementOf, nameWidth(columns, agreementOf ? 47 : 36, 2), paint)
      : unjudged(health, described, nameWidth(columns, 45, 1), paint)),
    ...annotatorsText(annotators, dataset.roles.annotators.length > 0, paint, columns),
  ];
  return `${sections.join('\n\n')}\n`;
}

function judged({ source, noise, classes, positions, position }: LabelHealth, agreementOf: AgreementOf, width: number, paint: Paint): string[] {
  const { logLoss, suspects } = source!;
  const at = positions[position];
  const lines = [
    `${sourceWords(source!)}, log loss ${logLoss.toFixed(3)}.`,
    ...(noise ? [`Estimated wrong labels: ${percent(noise.estimate)} (95 % interval ${percent(noise.low)} to ${percent(noise.high)}).`] : []),
    ...(at ? [listed(at, suspects ? 'suspect' : 'probably wrong')] : []),
    ...troubleWords(source!),
  ];
  const shown = classes.length > mostClasses ? classes.toSorted((a, b) => b.noise * b.rows - a.noise * a.rows).slice(0, mostClasses) : classes;
  if (shown !== classes) lines.push(`The ${mostClasses} labels of ${formatCount(classes.length)} that have most rows with wrong labels:`);
  const table = [
    ['label', 'rows', 'noise', 'listed', ...(agreementOf ? ['agreement'] : []), 'most likely confusion'],
    ...shown.map(({ label, rows: of, noise: share, flagged, confusion }) => [
      fit(label, width),
      formatCount(of),
      percent(share),
      flagged === 0 ? '–' : formatCount(flagged),
      ...(agreementOf ? [percent(agreementOf(label))] : []),
      confusion ? `${fit(confusion.label, width)} (${formatCount(confusion.rows)})` : '',
    ]),
  ];
  return [lines.join('\n'), withHead(alignTable(table, agreementOf ? [1, 2, 3, 4] : [1, 2, 3]), classes.length - shown.length, paint)];
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

/** How often each label occurs, and what people agree on where they say so. */
function unjudged({ why = 'there are no probabilities' }: LabelHealth, { counts, annotators }: DescribedLabels, width: number, paint: Paint): string[] {
  const known = new Map(annotators.classes.map((one) => [one.label, one]));
  const labels: readonly { readonly label: string | null; readonly rows?: number }[] =
    counts.length > 0 ? counts.map(({ value, count: rows }) => ({ label: value, rows })) : annotators.classes;
  const hasRows = counts.length > 0;
  const table = [
    ['label', ...(hasRows ? ['rows'] : []), ...(known.size > 0 ? ['items by consensus', 'agreement'] : [])],
    ...labels.slice(0, mostClasses).map(({ label, rows = 0 }) => {
      const { items, agreement } = known.get(label ?? '') ?? { items: null, agreement: null };
      const consensus = known.size > 0 ? [items === null ? '–' : formatCount(items), percent(agreement)] : [];
      return [label === null ? '(missing)' : fit(label, width), ...(hasRows ? [formatCount(rows)] : []), ...consensus];
    }),
  ];
  return [
    `Wrong labels could not be estimated: ${plain(why)}.`,
    ...(labels.length > 0 ? [withHead(alignTable(table, [1, 2, 3]), labels.length - mostClasses, paint)] : []),
  ];
}
