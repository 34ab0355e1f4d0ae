import { type Finding, type Severity, severities } from '../../core/finding.ts';
import type { CheckedDataset, CheckedFile } from '../check.ts';
import { pad, painter, plain } from '../terminal.ts';
import { countBySeverity } from './json.ts';

const mostPerCheck = 10;
const mostLabelWidth = 60;
const colours = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** One file for people: a heading per check, a line per finding that begins with a place a terminal can link. */
export function textOfCheck(checked: CheckedDataset, withColours: boolean): string {
  const { path, dataset, findings } = checked;
  const paint = painter(withColours);
  const unreadable = dataset.unreadable > 0 ? ` · ${dataset.unreadable.toLocaleString('en-US')} unreadable` : '';
  const heading = `${paint(plain(path), 'bold')}  ${counted(dataset.rows, 'row')} · ${counted(dataset.columns.length, 'column')}${unreadable}`;
  if (findings.length === 0) return `${heading} · nothing found\n`;
  const lines = [heading];
  for (const group of groupByCheck(findings)) {
    const { check, severity } = group[0]!;
    lines.push('', `${paint(severity, colours[severity])} ${paint(check, 'bold')}`);
    const shown = group.slice(0, mostPerCheck).map((finding) => ({ place: placeOf(path, finding), message: plain(finding.message) }));
    const width = Math.min(mostLabelWidth, Math.max(...shown.map(({ place }) => place.length)));
    for (const { place, message } of shown) lines.push(`  ${pad(place, width)}  ${message}`);
    if (group.length > mostPerCheck) lines.push(paint(`  … ${(group.length - mostPerCheck).toLocaleString('en-US')} more`, 'dim'));
  }
  return `${[...lines, '', summaryOf(countBySeverity(findings))].join('\n')}\n\n`;
}

/** The last line, where there is more than one file to sum up. */
export function textOfTotals(checked: readonly CheckedFile[], withColours: boolean): string {
  if (checked.length < 2) return '';
  const findings = checked.flatMap((file) => ('findings' in file ? file.findings : []));
  const failed = checked.filter((file) => 'error' in file).length;
  const failures = failed > 0 ? `, ${painter(withColours)(`${counted(failed, 'file')} could not be checked`, 'red')}` : '';
  return `${counted(checked.length, 'file')}: ${findings.length === 0 ? 'nothing found' : summaryOf(countBySeverity(findings))}${failures}\n`;
}

/** Findings come sorted, so those of a check and a severity stand together. */
function groupByCheck(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = `${finding.severity} ${finding.check}`;
    const group = groups.get(name);
    if (group) group.push(finding);
    else groups.set(name, [finding]);
  }
  return [...groups.values()];
}

/** `data.csv:17` for one row; `data.csv row 17` without lines; the file alone where the column or dataset is meant. */
function placeOf(path: string, { rows, scope }: Finding): string {
  const first = rows[0];
  if (!first || (scope !== 'row' && scope !== 'rows')) return plain(path);
  return first.line === undefined ? `${plain(path)} row ${first.row}` : `${plain(path)}:${first.line}`;
}

/** `3 errors, 12 warnings, 2 info`. */
function summaryOf(counts: Readonly<Record<Severity, number>>): string {
  const words = { error: ['error', 'errors'], warning: ['warning', 'warnings'], info: ['info', 'info'] } as const;
  return severities.filter((severity) => counts[severity] > 0).map((severity) => `${counts[severity].toLocaleString('en-US')} ${words[severity][counts[severity] === 1 ? 0 : 1]}`).join(', ');
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
