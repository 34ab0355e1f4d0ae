import type { Dataset } from '../../core/dataset.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import type { CrossTab } from '../../protocol/engineMethods.ts';
import { defineCommand, type EngineOptions } from '../command.ts';
import type { EngineSession } from '../engineSession.ts';
import { engineOptions, engineOptionsHelp, oneFile, type OutputFormat, readEngineOptions, readFormat } from '../options.ts';
import { textOfProfile } from '../reporters/profileText.ts';
import { failureLine, plain, type Terminal } from '../terminal.ts';

/** What is in a dataset. */
export interface ProfiledDataset {
  /** As it was given. */
  readonly path: string;
  readonly dataset: Dataset;
  readonly profiles: readonly ColumnProfile[];
  /** Labels overall, where there is a label column. */
  readonly labels: CrossTab | null;
  /** Labels by the values of each segment column. */
  readonly bySegment: readonly CrossTab[];
}

interface ProfileOptions extends EngineOptions {
  readonly file: string;
  readonly format: OutputFormat;
}

export const profileCommand = defineCommand<ProfileOptions>({
  name: 'profile',
  takes: 'FILE',
  summary: 'Show what is in a dataset',
  help: `Usage: winnow profile FILE [--format text|json] [--config FILE] [--memory MB]

Shows each column's type, missing values and spread, and how the labels are distributed over the segments.

Options
  --format FORMAT   text for people (default), json for programs
${engineOptionsHelp}
`,
  options: { format: 'text', ...engineOptions },
  read: (given) => ({ file: oneFile('profile', given), format: readFormat(given), ...readEngineOptions(given) }),
  run: (options, { engine, terminal }) => profile(options, engine(options), terminal),
});

/** All labels there can be are counted; by segment, those that a table has room for. */
const mostLabels = 1000;
const mostLabelsBySegment = 50;

/** Profiles one file. Returns the exit code: 0, or 2 where it cannot be read. */
async function profile({ file, format, config }: ProfileOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  try {
    const { id, dataset, profiles, configNotices } = await session.open(file, config);
    session.clearProgress();
    for (const { message } of [...configNotices, ...dataset.notices]) terminal.messages(`${plain(message)}\n`);
    const { label, segments } = dataset.roles;
    const crossTab = (column: string, by?: string): Promise<CrossTab> => session.call('crossTab', { id, column, by, filters: [], limit: by === undefined ? mostLabels : mostLabelsBySegment });
    const labels = label === undefined ? null : await crossTab(label);
    const bySegment = label === undefined ? [] : await Promise.all(segments.map((segment) => crossTab(label, segment)));
    const profiled: ProfiledDataset = { path: file, dataset, profiles, labels, bySegment };
    terminal.out(format === 'json' ? jsonOfProfile(profiled) : textOfProfile(profiled, terminal.colours));
    return 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, error instanceof Error ? error.message : String(error)));
    return 2;
  }
}

function jsonOfProfile({ path, dataset, profiles, labels, bySegment }: ProfiledDataset): string {
  const { format, rows, unreadable, roles, inference, notices } = dataset;
  return `${JSON.stringify({ winnow: 1, path, format, rows, unreadable, roles, inference, columns: profiles, labels, bySegment, notices })}\n`;
}
