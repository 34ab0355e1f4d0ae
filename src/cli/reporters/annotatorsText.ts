import type { AnnotatorHealth, AnnotatorReport } from '../../protocol/labelMethods.ts';
import { formatCount, formatShare } from '../../checks/parts/words.ts';
import { pad, padStart, type Paint, plain } from '../terminal.ts';

/** People listed: the least reliable. */
const mostListed = 20;

/** How far annotators agree and how reliable each is, for a terminal; nothing where no column says who labelled. */
export function annotatorsText(report: AnnotatorReport, paint: Paint): string {
  if (report.why !== undefined) return report.why.startsWith('no column has the role annotators') ? '' : `Annotators: ${plain(report.why)}.\n`;
  const { annotators, votes, items, disagreeing, krippendorff, fleiss } = report;
  const head = `Annotators: ${formatCount(annotators.length)}, ${formatCount(votes)} labels of ${formatCount(items)} items; they disagree on ${formatCount(disagreeing)}.`;
  const agreement = `Krippendorff’s α ${figure(krippendorff)} · Fleiss’ κ ${figure(fleiss)}`;
  const listed = annotators.slice(0, mostListed);
  const width = Math.max('annotator'.length, ...listed.map(({ annotator }) => [...plain(annotator)].length));
  const heading = `  ${pad('annotator', width)}  quality   items  agreement  says most often instead`;
  const lines = listed.map((health) => line(health, width, paint));
  const more = annotators.length > listed.length ? [`  … and ${formatCount(annotators.length - listed.length)} more, who are more reliable`] : [];
  return `${[paint(head, 'bold'), `  ${agreement}`, `  ${paint(plain(`Consensus by ${report.method}`), 'dim')}`, ...report.notes.map((note) => `  ${paint(plain(note), 'yellow')}`), paint(heading, 'dim'), ...lines, ...more].join('\n')}\n`;
}

function line({ annotator, quality, items, agreement, weak, confusion }: AnnotatorHealth, width: number, paint: Paint): string {
  const instead = confusion ? `${plain(confusion.said)} for ${plain(confusion.consensus)} (${formatCount(confusion.items)})` : '';
  const shown = `  ${pad(plain(annotator), width)}  ${padStart(figure(quality), 7)}  ${padStart(formatCount(items), 6)}  ${padStart(agreement === null ? '—' : formatShare(agreement), 9)}  ${instead}`;
  return weak ? `${paint(shown, 'yellow')} ${paint('weak', 'yellow')}` : shown.trimEnd();
}

const figure = (value: number | null): string => (value === null ? '—' : value.toFixed(3));
