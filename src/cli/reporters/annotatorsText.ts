import { countOf, formatCount } from '../../core/countWords.ts';
import type { AnnotatorHealth, AnnotatorReport } from '../../protocol/labelMethods.ts';
import { type Paint, plain } from '../terminal.ts';
import { percent } from './probabilityWords.ts';
import { alignTable, fit, nameWidth, withHead } from './table.ts';

const mostAnnotators = 20;

/**
 * How people agree, and a line for each, the least reliable first.
 * @param isNamed whether any column says who labelled.
 * @param columns of the screen, where there is one.
 */
export function annotatorsText(report: AnnotatorReport, isNamed: boolean, paint: Paint, columns: number | undefined): string[] {
  const { annotators, votes, items, disagreeing, method, notes, why } = report;
  if (annotators.length === 0) return isNamed && why !== undefined ? [`Annotators could not be compared: ${plain(why)}.`] : [];
  const measures = [measure('Krippendorff α', report.krippendorff), measure('Fleiss κ', report.fleiss)].filter((words) => words !== null);
  const lines = [
    [`${paint('Annotators', 'bold')}  ${countOf(votes, 'label')} by ${countOf(annotators.length, 'person', 'people')} on ${countOf(items, 'item')}`, ...measures].join(' · '),
    `${disagreeing === 0 ? 'They never disagree.' : `They disagree on ${countOf(disagreeing, 'item')}.`} Consensus by ${plain(method)}`,
    ...notes.map((note) => plain(note)),
  ];
  const width = nameWidth(columns, 64, 1);
  const table = [
    ['annotator', 'items', 'agreement', 'quality', '', 'says most often instead'],
    ...annotators.slice(0, mostAnnotators).map((health) => cellsOf(health, width)),
  ];
  return [lines.join('\n'), withHead(alignTable(table, [1, 2, 3]), annotators.length - mostAnnotators, paint)];
}

function cellsOf({ annotator, items, agreement, quality, weak, confusion }: AnnotatorHealth, width: number): string[] {
  const instead = confusion ? `${fit(confusion.said, 14)} for ${fit(confusion.consensus, 14)} (${formatCount(confusion.items)})` : '';
  return [fit(annotator, width), formatCount(items), percent(agreement), percent(quality), weak ? 'weak' : '', instead];
}

const measure = (name: string, value: number | null): string | null => (value === null ? null : `${name} ${value.toFixed(3)}`);
