import { countOf, formatCount, rowsInWords } from '../../core/countWords.ts';
import type { DriftReport } from '../../core/drift.ts';
import { type Finding, severities } from '../../core/finding.ts';
import type { Backlog } from '../../protocol/labelMethods.ts';
import type { JudgedBy } from '../../core/probabilitySource.ts';
import { verdictText } from '../gate/driftVerdict.ts';
import { type Paint, painter, plain, type Terminal } from '../terminal.ts';
import { judgedWords } from './probabilityWords.ts';
import {
  type CheckedDataset,
  type FileOutcome,
  type FirstRow,
  type Hidden,
  noCounts,
  type ReportedRow,
  type Reporter,
  type SeverityCounts,
} from './reporter.ts';

const mostPerCheck = 10;
const mostFixes = 3;
const colours = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** Findings of one check and severity: those that are shown, and how many there are. */
interface Group {
  readonly name: string;
  readonly check: string;
  readonly shown: string[];
  count: number;
}

/**
 * For people: a line per finding, `file:line: severity: message [check]`, as terminals link and problem matchers read it
 * (the ones in package.json read these lines).
 */
export class TextReporter implements Reporter {
  readonly wantsRows = false;
  readonly #terminal: Terminal;
  readonly #paint: Paint;
  readonly #quiet: boolean;
  #path = '';
  #heading = '';
  #compared = false;
  #because: string | undefined;
  #drift: DriftReport | null = null;
  #judgedBy: JudgedBy | null = null;
  /** Findings come sorted, so those of a check and a severity come together. */
  #group: Group | null = null;

  /**
   * @param quiet say nothing of datasets in which nothing was found, and of others nothing before the findings: editors
   * show the first line of what a hook says.
   */
  constructor(terminal: Terminal, quiet = false) {
    this.#terminal = terminal;
    this.#quiet = quiet;
    this.#paint = painter(terminal.colours);
  }

  begin({ path, dataset, compared = false, because }: CheckedDataset): void {
    this.#path = path;
    this.#because = because === undefined ? undefined : `${path} is ${because}`;
    this.#compared = compared;
    this.#drift = null;
    this.#judgedBy = null;
    if (this.#quiet) return;
    this.#heading = `${this.#paint(plain(path), 'bold')}  ${rowsInWords(dataset)} · ${counted(dataset.columns.length, 'column')}`;
  }

  async finding({ check, severity, message }: Omit<Finding, 'rows'>, _rows: AsyncIterable<readonly ReportedRow[]>, first: FirstRow | undefined): Promise<void> {
    const name = `${severity} ${check}`;
    if (this.#group?.name !== name) {
      this.#endGroup();
      this.#group = { name, check, shown: [], count: 0 };
    }
    const group = this.#group!;
    if (group.count++ >= mostPerCheck) return;
    group.shown.push(`${placeOf(this.#path, first)}: ${this.#paint(severity, colours[severity])}: ${plain(message)} ${this.#paint(`[${check}]`, 'dim')}`);
  }

  drift(report: DriftReport): void {
    this.#drift = report;
  }

  labels(judgedBy: JudgedBy): void {
    this.#judgedBy = judgedBy;
  }

  end(counts: SeverityCounts, backlog: Backlog | null, hidden: Hidden): void {
    const left = [hiddenWords(hidden), plain(this.#because ?? '')].filter((words) => words !== '').join(' · ');
    if (this.#group) {
      this.#endGroup();
      this.#terminal.out(`\n${summaryOf(counts)}${left === '' ? '' : ` · ${left}`}\n${this.#fixFirst(backlog)}\n`);
    } else {
      if (!this.#quiet) this.#terminal.out(`${this.#heading} · nothing ${this.#compared ? 'new ' : ''}found${left === '' ? '' : ` · ${left}`}\n`);
      this.#heading = '';
    }
    if (this.#judgedBy && !this.#quiet) this.#terminal.out(`${this.#judged(this.#judgedBy)}\n`);
    if (this.#drift) this.#terminal.out(`${verdictText(this.#drift, this.#paint)}\n`);
  }

  leaveOut(path: string, why: string): void {
    this.#terminal.out(`${this.#paint(plain(path), 'bold')} was not looked at: ${plain(why)}\n`);
  }

  /** The dearest fixes, where there are several to choose from. */
  #fixFirst(backlog: Backlog | null): string {
    const fixes = (backlog?.items ?? []).filter(({ rows }) => rows > 0);
    if (fixes.length < 2) return '';
    const lines = fixes.slice(0, mostFixes).map(({ title, rows }) => `  ${plain(title)} (${counted(rows, 'row')})`);
    return `${this.#paint('fix first', 'bold')}\n${lines.join('\n')}\n`;
  }

  /** What the labels were judged by, so that nobody takes silence on them for rightness. */
  #judged(by: JudgedBy): string {
    return `${this.#paint('labels', 'bold')}\n${judgedWords(by).map((line) => `  ${line}\n`).join('')}`;
  }

  /** The words are on the messages. */
  fail(): void {
    this.#endGroup();
  }

  /** The last line, where there is more than one file to sum up. */
  finish(outcomes: readonly FileOutcome[]): void {
    if (outcomes.length < 2) return;
    if (this.#quiet && outcomes.every((outcome) => 'counts' in outcome && severities.every((severity) => outcome.counts[severity] === 0))) return;
    const counts = noCounts();
    for (const outcome of outcomes) if ('counts' in outcome) for (const severity of severities) counts[severity] += outcome.counts[severity];
    const failed = outcomes.filter((outcome) => 'error' in outcome).length;
    const failures = failed > 0 ? `, ${this.#paint(`${counted(failed, 'file')} could not be checked`, 'red')}` : '';
    this.#terminal.out(`${counted(outcomes.length, 'file')}: ${summaryOf(counts) || 'nothing found'}${failures}\n`);
  }

  #endGroup(): void {
    if (!this.#group) return;
    const { check, shown, count } = this.#group;
    this.#group = null;
    const lines = this.#heading === '' ? [] : [this.#heading];
    this.#heading = '';
    lines.push('', ...shown.map((line) => `  ${line}`));
    if (count > shown.length) lines.push(this.#paint(`  … ${formatCount(count - shown.length)} more [${check}]`, 'dim'));
    this.#terminal.out(`${lines.join('\n')}\n`);
  }
}

/** `data.csv:17` for one row; `data.csv row 17` without lines; the file alone where the column or dataset is meant. */
function placeOf(path: string, first: FirstRow | undefined): string {
  if (!first) return plain(path);
  return first.line === undefined ? `${plain(path)} row ${first.row}` : `${plain(path)}:${first.line}`;
}

/** `3 errors, 12 warnings, 2 info`. */
function summaryOf(counts: Readonly<SeverityCounts>): string {
  const words = { error: ['error', 'errors'], warning: ['warning', 'warnings'], info: ['info', 'info'] } as const;
  return severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${formatCount(counts[severity])} ${words[severity][counts[severity] === 1 ? 0 : 1]}`)
    .join(', ');
}

/** `37 were there before, 4 are accepted`: what is not told. */
function hiddenWords({ before, accepted }: Hidden): string {
  const words: string[] = [];
  if (before > 0) words.push(`${formatCount(before)} ${before === 1 ? 'was' : 'were'} there before`);
  if (accepted > 0) words.push(`${formatCount(accepted)} ${accepted === 1 ? 'is' : 'are'} accepted`);
  return words.join(', ');
}

function counted(count: number, noun: string): string {
  return countOf(count, noun);
}
