import { formatCount } from '../../core/countWords.ts';
import { type LineageEntry, shallowWords, type VersionChange, type VersionSummary } from '../../core/fileVersion.ts';
import type { Log, LoggedVersion } from '../commands/log.ts';
import { painter, plain } from '../terminal.ts';
import { alignTable, shorten } from './table.ts';

/** Labels that a line has room for. */
const mostLabels = 3;

/** The versions of a file for people: a line each, then what could not be read, then the decisions that were applied. */
export function textOfLog({ path, versions, more, shallow, lineage }: Log, withColours: boolean): string {
  const paint = painter(withColours);
  const table = [['version', 'date', 'by', 'rows', 'columns', 'labels', 'moved', 'drift', ''], ...versions.map(lineOf)];
  const [head = '', ...lines] = alignTable(table, [3, 4, 6, 7]);
  const untold = versions.flatMap(({ version, why }) => (why === undefined ? [] : [`${version?.commit.slice(0, 7) ?? 'on disk'}: ${plain(why)}`]));
  const older = [...(more ? ['  … older versions: --limit shows more'] : []), ...(shallow ? [`  ${shallowWords}`] : [])];
  const sections = [
    paint(plain(path), 'bold'),
    [paint(head, 'dim'), ...lines, ...older].join('\n'),
    ...(untold.length > 0 ? [untold.join('\n')] : []),
    ...(lineage.length > 0 ? [[paint('Applied', 'bold'), ...lineage.map((entry) => lineageLine(entry, versions))].join('\n')] : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

function lineOf({ version, summary, change, drift }: LoggedVersion): string[] {
  return [
    version?.commit.slice(0, 7) ?? 'on disk',
    version?.date.slice(0, 10) ?? '',
    version ? shorten(version.author) : '',
    summary ? `${formatCount(summary.rows)}${signed(change?.rows)}` : '–',
    summary ? columnsOf(summary, change) : '–',
    summary ? labelsOf(summary) : version?.blob === null ? 'deleted' : '',
    movedOf(change),
    driftOf(drift),
    version ? plain(version.subject).slice(0, 72) : 'not committed',
  ];
}

function columnsOf({ columns }: VersionSummary, change: VersionChange | null): string {
  const signs = [...(change?.addedColumns ?? []).map((name) => `+${shorten(name)}`), ...(change?.removedColumns ?? []).map((name) => `−${shorten(name)}`)];
  return `${columns.length}${signs.length === 0 ? '' : ` (${signs.slice(0, 2).join(' ')}${signs.length > 2 ? ' …' : ''})`}`;
}

function labelsOf({ labels, otherLabels, rows, label }: VersionSummary): string {
  if (label === undefined || rows === 0) return '';
  const more = labels.length > mostLabels || otherLabels > 0 ? ' …' : '';
  return labels.slice(0, mostLabels).map(({ value, count: n }) => `${value === null ? '(missing)' : shorten(value)} ${percent(n / rows)}`).join(', ') + more;
}

function movedOf(change: VersionChange | null): string {
  if (!change || change.labelShift === null) return '';
  return change.labelShift === 0 ? '=' : percent(change.labelShift);
}

function driftOf(drift: LoggedVersion['drift']): string {
  if (!drift) return '';
  return drift.drifted.length === 0 ? '=' : `${drift.drifted.length} of ${drift.tested}`;
}

function lineageLine({ at, by, decisions, before, after, tool }: LineageEntry, versions: readonly LoggedVersion[]): string {
  const made = versions.findLast(({ summary }) => summary?.hash === after);
  const where = made?.version ? `, committed in ${made.version.commit.slice(0, 7)}` : '';
  return `  ${at.slice(0, 16).replace('T', ' ')}  ${decisions} ${decisions === 1 ? 'decision' : 'decisions'} by ${plain(by ?? 'somebody')}${tool === null ? '' : ` (${plain(tool)})`}, ${before.slice(0, 12)} → ${after.slice(0, 12)}${where}`;
}

const signed = (n: number | undefined): string => (n === undefined || n === 0 ? '' : ` (${n > 0 ? '+' : '−'}${formatCount(Math.abs(n))})`);
const percent = (share: number): string => (share > 0 && share < 0.001 ? '<0.1 %' : `${(share * 100).toFixed(1)} %`);
