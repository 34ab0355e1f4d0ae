import { formatCount } from '../../core/countWords.ts';
import { checkTitle } from '../../checks/index.ts';
import type { Finding, Severity } from '../../core/finding.ts';
import { plain, type Terminal } from '../terminal.ts';
import type { CheckedDataset, FirstRow, ReportedRow, Reporter } from './reporter.ts';

/** GitHub shows few annotations of a step; the others stand in its log. */
const mostPerCheck = 10;
const commands = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<Severity, string>;

/** Annotations of a GitHub workflow: one command a line (https://docs.github.com/actions/reference/workflow-commands). */
export class GithubReporter implements Reporter {
  readonly wantsRows = false;
  readonly #terminal: Terminal;
  #path = '';
  #group = '';
  #count = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  begin({ path }: CheckedDataset): void {
    this.#path = path;
  }

  async finding({ check, severity, message }: Omit<Finding, 'rows'>, _rows: AsyncIterable<readonly ReportedRow[]>, first: FirstRow | undefined): Promise<void> {
    const group = `${severity} ${check}`;
    if (group !== this.#group) this.#endGroup(group);
    if (this.#count++ >= mostPerCheck) return;
    const place = first && (first.line === undefined ? ` (row ${first.row})` : '');
    const properties = [
      `file=${property(this.#path.replaceAll('\\', '/'))}`,
      ...(first?.line === undefined ? [] : [`line=${first.line}`]),
      `title=${property(`${checkTitle(check, severity)} [${check}]`)}`,
    ];
    this.#terminal.out(`::${commands[severity]} ${properties.join(',')}::${data(`${message}${place ?? ''}`)}\n`);
  }

  end(): void {
    this.#endGroup('');
  }

  fail(path: string, error: string): void {
    this.#endGroup('');
    this.#terminal.out(`::error file=${property(path.replaceAll('\\', '/'))},title=Winnow::${data(error)}\n`);
  }

  leaveOut(path: string, why: string): void {
    this.#terminal.out(`::notice file=${property(path.replaceAll('\\', '/'))},title=Winnow::${data(`Not looked at: ${why}`)}\n`);
  }

  finish(): void {
    // Every line has been written.
  }

  #endGroup(next: string): void {
    if (this.#count > mostPerCheck) this.#terminal.out(`${plain(this.#path)}: ${formatCount(this.#count - mostPerCheck)} more: ${this.#group}\n`);
    this.#group = next;
    this.#count = 0;
  }
}

/** What follows `::`. Data must not begin a command of its own. */
function data(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A value before `::`, in which commas and colons have a meaning. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Line breaks stay: they are escaped. */
function visible(text: string): string {
  return text.split(/(\r\n|\r|\n)/).map((part) => (/^[\r\n]/.test(part) ? part : plain(part))).join('');
}
