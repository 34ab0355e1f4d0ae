import type { Dataset } from '../core/dataset.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { CrossTab } from '../protocol/engineMethods.ts';
import type { OutputFormat } from './commandLine.ts';
import type { EngineSession } from './engineSession.ts';
import { textOfProfile } from './reporters/profileText.ts';
import { failureLine, plain, type Terminal } from './terminal.ts';

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

export interface ProfileOptions {
  readonly file: string;
  readonly format: OutputFormat;
  readonly config?: string;
}

/** All labels there can be are counted; by segment, those that a table has room for. */
const mostLabels = 1000;
const mostLabelsBySegment = 50;

/** Profiles one file. Returns the exit code: 0, or 2 where it cannot be read. */
export async function profile({ file, format, config }: ProfileOptions, session: EngineSession, terminal: Terminal): Promise<number> {
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
