import { formatCount } from '../../core/countWords.ts';
import type { NextOfDataset } from '../commands/next.ts';
import { painter, plain } from '../terminal.ts';
import { alignTable, shorten } from './table.ts';

const previewLength = 60;

/** Rows to label next, for people: how they were chosen, then one line each. */
export function textOfNext({ path, dataset, next }: NextOfDataset, withColours: boolean): string {
  const paint = painter(withColours);
  const { rows, unlabelled, labelled, method, source, looked } = next;
  const table = [['row', 'why', 'content'], ...rows.map(({ row, why, preview }) => [formatCount(row), plain(why), cut(plain(preview))])];
  const [head, ...lines] = alignTable(table, [0]);
  const facts = [
    plain(method),
    ...(source
      ? [
          `Probabilities: ${plain(source.words)}, right for ${(source.accuracy * 100).toFixed(1)} % of ${formatCount(source.rows)} labelled rows.`,
        ]
      : []),
    ...(looked === undefined ? [] : [`Looked at ${formatCount(looked)} of them, at even distances.`]),
  ];
  return (
    [
      `${paint(plain(path), 'bold')}  ${formatCount(dataset.rows)} rows · ${formatCount(unlabelled)} without a label in ${shorten(next.column)} · ${formatCount(labelled)} with one`,
      facts.join('\n'),
      [paint(head!, 'dim'), ...lines].join('\n'),
    ].join('\n\n') + '\n'
  );
}

const cut = (text: string): string => (text.length > previewLength ? `${text.slice(0, previewLength).trimEnd()}…` : text);
