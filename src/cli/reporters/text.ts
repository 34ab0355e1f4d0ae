import { type Finding, type FindingRow, severities } from '../../core/finding.ts';
import type { Backlog } from '../../protocol/labelMethods.ts';
import { pad, type Paint, painter, plain, type Terminal } from '../terminal.ts';
import { type CheckedDataset, type FileOutcome, noCounts, type Reporter, type SeverityCounts } from './reporter.ts';

const mostPerCheck = 10;
const mostLabelWidth = 60;
const mostFixes = 3;
const colours = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** Findings of one check and severity: those that are shown, and how many there are. */
interface Group {
  readonly name: string;
  readonly heading: string;
  readonly shown: { readonly place: string; readonly message: string }[];
  count: number;
}

/** For people: a heading per check, a line per finding that begins with a place a terminal can link. */
export class TextReporter implements Reporter {
  readonly wantsRows = false;
  readonly #terminal: Terminal;
  readonly #paint: Paint;
  #path = '';
  #heading = '';
  /** Findings come sorted, so those of a check and a severity come together. */
  #group: Group | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#paint = painter(terminal.colours);
  }

  begin({ path, dataset }: CheckedDataset): void {
    this.#path = path;
    const unreadable = dataset.unreadable > 0 ? ` · ${dataset.unreadable.toLocaleString('en-US')} unreadable` : '';
    this.#heading = `${this.#paint(plain(path), 'bold')}  ${counted(dataset.rows, 'row')} · ${counted(dataset.columns.length, 'column')}${unreadable}`;
  }

  async finding(finding: Omit<Finding, 'rows'>, rows: AsyncIterable<readonly FindingRow[]>): Promise<void> {
    const { check, severity, scope, message } = finding;
    const name = `${severity} ${check}`;
    if (this.#group?.name !== name) {
      this.#endGroup();
      this.#group = { name, heading: `${this.#paint(severity, colours[severity])} ${this.#paint(check, 'bold')}`, shown: [], count: 0 };
    }
    const group = this.#group!;
    if (group.count++ >= mostPerCheck) return;
    const first = scope === 'row' || scope === 'rows' ? await firstOf(rows) : undefined;
    group.shown.push({ place: placeOf(this.#path, first), message: plain(message) });
  }

  end(counts: SeverityCounts, backlog: Backlog | null): void {
    if (this.#group) {
      this.#endGroup();
      this.#terminal.out(`\n${summaryOf(counts)}\n${this.#fixFirst(backlog)}\n`);
    } else {
      this.#terminal.out(`${this.#heading} · nothing found\n`);
      this.#heading = '';
    }
  }

  /** The dearest fixes, where there are several to choose from. */
  #fixFirst(backlog: Backlog | null): string {
    const fixes = (backlog?.items ?? []).filter(({ rows }) => rows > 0);
    if (fixes.length < 2) return '';
    const lines = fixes.slice(0, mostFixes).map(({ title, rows }) => `  ${plain(title)} (${counted(rows, 'row')})`);
    return `${this.#paint('fix first', 'bold')}\n${lines.join('\n')}\n`;
  }

  /** The words are on the messages. */
  fail(): void {
    this.#endGroup();
  }

  /** The last line, where there is more than one file to sum up. */
  finish(outcomes: readonly FileOutcome[]): void {
    if (outcomes.length < 2) return;
    const counts = noCounts();
    for (const outcome of outcomes) if ('counts' in outcome) for (const severity of severities) counts[severity] += outcome.counts[severity];
    const failed = outcomes.filter((outcome) => 'error' in outcome).length;
    const failures = failed > 0 ? `, ${this.#paint(`${counted(failed, 'file')} could not be checked`, 'red')}` : '';
    this.#terminal.out(`${counted(outcomes.length, 'file')}: ${summaryOf(counts) || 'nothing found'}${failures}\n`);
  }

  #endGroup(): void {
    if (!this.#group) return;
    const { heading, shown, count } = this.#group;
    this.#group = null;
    const lines = this.#heading === '' ? [] : [this.#heading];
    this.#heading = '';
    lines.push('', heading);
    const width = Math.min(mostLabelWidth, Math.max(...shown.map(({ place }) => place.length)));
    for (const { place, message } of shown) lines.push(`  ${pad(place, width)}  ${message}`);
    if (count > shown.length) lines.push(this.#paint(`  … ${(count - shown.length).toLocaleString('en-US')} more`, 'dim'));
    this.#terminal.out(`${lines.join('\n')}\n`);
  }
}

async function firstOf(rows: AsyncIterable<readonly FindingRow[]>): Promise<FindingRow | undefined> {
  for await (const [first] of rows) return first;
  return undefined;
}

/** `data.csv:17` for one row; `data.csv row 17` without lines; the file alone where the column or dataset is meant. */
function placeOf(path: string, first: FindingRow | undefined): string {
  if (!first) return plain(path);
  return first.line === undefined ? `${plain(path)} row ${first.row}` : `${plain(path)}:${first.line}`;
}

/** `3 errors, 12 warnings, 2 info`. */
function summaryOf(counts: Readonly<SeverityCounts>): string {
  const words = { error: ['error', 'errors'], warning: ['warning', 'warnings'], info: ['info', 'info'] } as const;
  return severities.filter((severity) => counts[severity] > 0).map((severity) => `${counts[severity].toLocaleString('en-US')} ${words[severity][counts[severity] === 1 ? 0 : 1]}`).join(', ');
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
