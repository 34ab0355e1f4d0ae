import type { Severity } from '../../core/finding.ts';
import type { Terminal } from '../terminal.ts';
import { GithubReporter } from './github.ts';
import { JsonReporter } from './json.ts';
import { JunitReporter } from './junit.ts';
import type { Reporter } from './reporter.ts';
import { SarifReporter } from './sarif.ts';
import { TextReporter } from './text.ts';

export type ReportFormat = 'text' | 'json' | 'sarif' | 'junit' | 'github';
export const reportFormats: readonly ReportFormat[] = ['text', 'json', 'sarif', 'junit', 'github'];

/** `quiet`: say nothing where nothing was found. `failOn`: what a build fails at. */
export function makeReporter(format: ReportFormat, terminal: Terminal, { quiet, failOn }: { readonly quiet: boolean; readonly failOn: Severity }): Reporter {
  switch (format) {
    case 'json':
      return new JsonReporter(terminal);
    case 'sarif':
      return new SarifReporter(terminal);
    case 'junit':
      return new JunitReporter(terminal, failOn);
    case 'github':
      return new GithubReporter(terminal);
    default:
      return new TextReporter(terminal, quiet);
  }
}
