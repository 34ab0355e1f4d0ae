import { countOf, formatCount } from '../../core/countWords.ts';
import { checks } from '../../checks/index.ts';
import { type Finding, severities, type Severity } from '../../core/finding.ts';
import type { Terminal } from '../terminal.ts';
import type { CheckedDataset, FirstRow, Hidden, ReportedRow, Reporter, SeverityCounts } from './reporter.ts';

/** Findings of a check that a case tells one by one. */
const mostPerCheck = 100;

interface CheckCase {
  readonly lines: string[];
  findings: number;
  /** At or above the bar. */
  barred: number;
}

/** JUnit XML: one suite a file, one case a check. A case fails at findings at or above the bar; others are its output. */
export class JunitReporter implements Reporter {
  readonly wantsRows = false;
  readonly #terminal: Terminal;
  readonly #barred: readonly Severity[];
  #current: CheckedDataset | null = null;
  #cases = new Map<string, CheckCase>();

  constructor(terminal: Terminal, failOn: Severity) {
    this.#terminal = terminal;
    this.#barred = severities.slice(0, severities.indexOf(failOn) + 1);
    terminal.out('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="winnow">\n');
  }

  begin(checked: CheckedDataset): void {
    this.#current = checked;
    this.#cases = new Map();
  }

  async finding({ check, severity, message }: Omit<Finding, 'rows'>, _rows: AsyncIterable<readonly ReportedRow[]>, first: FirstRow | undefined): Promise<void> {
    const found = this.#cases.get(check) ?? { lines: [], findings: 0, barred: 0 };
    this.#cases.set(check, found);
    found.findings++;
    if (this.#barred.includes(severity)) found.barred++;
    const place = first ? (first.line === undefined ? ` row ${first.row}` : `:${first.line}`) : '';
    if (found.lines.length < mostPerCheck) found.lines.push(`${this.#current!.path}${place}: ${severity}: ${message}`);
  }

  end(_counts: SeverityCounts, _backlog: unknown, _hidden: Hidden): void {
    const { path, skipped } = this.#current!;
    const whys = new Map(skipped.map(({ check, why }) => [check, why]));
    const others = [...this.#cases.keys()].filter((id) => !checks.some((check) => check.id === id));
    const cases = [...checks.map(({ id }) => id), ...others].map((id) => caseOf(path, id, this.#cases.get(id), whys.get(id)));
    const failures = [...this.#cases.values()].filter(({ barred }) => barred > 0).length;
    this.#suite(path, cases, failures, 0, whys.size);
    this.#current = null;
  }

  fail(path: string, error: string): void {
    this.#suite(path, [`    <testcase classname="${xml(path)}" name="read"><error message="${xml(error)}"/></testcase>\n`], 0, 1, 0);
    this.#current = null;
  }

  leaveOut(path: string, why: string): void {
    this.#suite(path, [`    <testcase classname="${xml(path)}" name="read"><skipped message="${xml(why)}"/></testcase>\n`], 0, 0, 1);
  }

  finish(): void {
    this.#terminal.out('</testsuites>\n');
  }

  #suite(path: string, cases: readonly string[], failures: number, errors: number, skipped: number): void {
    this.#terminal.out(
      `  <testsuite name="${xml(path)}" tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="${skipped}">\n${cases.join('')}  </testsuite>\n`,
    );
  }
}

function caseOf(path: string, id: string, found: CheckCase | undefined, why: string | undefined): string {
  const start = `    <testcase classname="${xml(path)}" name="${xml(id)}"`;
  if (!found) return why === undefined ? `${start}/>\n` : `${start}><skipped message="${xml(why)}"/></testcase>\n`;
  const more = found.findings > found.lines.length ? [`… ${formatCount(found.findings - found.lines.length)} more`] : [];
  const text = xml([...found.lines, ...more].join('\n'));
  if (found.barred === 0) return `${start}><system-out>${text}</system-out></testcase>\n`;
  return `${start}><failure message="${countOf(found.barred, 'finding')}" type="${xml(id)}">${text}</failure></testcase>\n`;
}

/** Text of an element or attribute. XML has no way to write most control characters. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
