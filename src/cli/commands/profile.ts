import { readFile } from 'node:fs/promises';
import { formatCount } from '../../core/countWords.ts';
import { errorMessage } from '../../core/errorMessage.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import { looksStored } from '../../core/storedProfile.ts';
import type { CrossTab } from '../../protocol/engineMethods.ts';
import { atomicWrite } from '../../sidecar/atomicWrite.ts';
import { defineCommand, type EngineOptions, misused } from '../command.ts';
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
  /** Where to store it; absent: it is shown. */
  readonly save?: string;
}

export const profileCommand = defineCommand<ProfileOptions>({
  name: 'profile',
  takes: 'FILE [--save [PATH]]',
  summary: 'Show what is in a dataset',
  help: `Usage: winnow profile FILE [--format text|json] [--config FILE] [--memory MB]
       winnow profile FILE --save [PATH]

Shows each column's type, missing values and spread, and how the labels are distributed over the segments.

Options
  --format FORMAT   text for people (default), json for programs
  --save [PATH]     Store what the columns are like as a text that diffs well (default: FILE.profile.json), for winnow
                    check OTHER --against PATH where FILE is not there: values of categories with their counts,
                    quantiles of numbers, and how long texts are; no texts
${engineOptionsHelp}
`,
  options: { format: 'text', save: 'flag', ...engineOptions },
  read(given) {
    const format = readFormat(given);
    const [file, save, ...more] = given.files;
    if (!given.flag('save')) return { file: oneFile('profile', given), format, ...readEngineOptions(given) };
    if (file === undefined || more.length > 0)
      return misused('winnow profile --save wants one file, and perhaps where to, as in winnow profile data.csv --save data.profile.json.');
    return { file, format, save: save ?? `${file}.profile.json`, ...readEngineOptions(given) };
  },
  run: (options, { engine, terminal }) => profile(options, engine(options), terminal),
});

/** All labels there can be are counted; by segment, those that a table has room for. */
const mostLabels = 1000;
const mostLabelsBySegment = 50;

/** Profiles one file. Returns the exit code: 0, or 2 where it cannot be read. */
async function profile({ file, format, config, save }: ProfileOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  try {
    const { id, dataset, profiles } = await session.openAndTell(file, config);
    if (save !== undefined) {
      const text = await session.call('storedProfile', { id });
      await saveProfile(save, text);
      terminal.out(
        `${plain(save)}: ${dataset.columns.length} columns of ${formatCount(dataset.rows)} rows, in ${Buffer.byteLength(text).toLocaleString('en-US')} bytes\n`,
      );
      return 0;
    }
    const { label, segments } = dataset.roles;
    const crossTab = (column: string, by?: string): Promise<CrossTab> =>
      session.call('crossTab', { id, column, by, filters: [], limit: by === undefined ? mostLabels : mostLabelsBySegment });
    const labels = label === undefined ? null : await crossTab(label);
    const bySegment = label === undefined ? [] : await Promise.all(segments.map((segment) => crossTab(label, segment)));
    const profiled: ProfiledDataset = { path: file, dataset, profiles, labels, bySegment };
    terminal.out(format === 'json' ? jsonOfProfile(profiled) : textOfProfile(profiled, terminal.colours));
    return 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}

/** Replaces a profile that was stored before, and nothing else. */
async function saveProfile(path: string, text: string): Promise<void> {
  const known = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new Error(`${path} cannot be written to: ${error.message}`);
  });
  if (known !== null && !looksStored(known)) throw new Error(`${path} is there already and is no stored profile. Name another file after --save.`);
  await atomicWrite(path, Buffer.from(text));
}

function jsonOfProfile({ path, dataset, profiles, labels, bySegment }: ProfiledDataset): string {
  const { format, rows, unreadable, roles, inference, notices } = dataset;
  return `${JSON.stringify({ winnow: 1, path, format, rows, unreadable, roles, inference, columns: profiles, labels, bySegment, notices })}\n`;
}
