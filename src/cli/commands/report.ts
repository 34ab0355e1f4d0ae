import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errorMessage } from '../../core/errorMessage.ts';
import { version } from '../../../package.json';
import { hashFile } from '../../engine/apply/fileVersion.ts';
import type { Decision } from '../../core/decision.ts';
import { readDecisionFile, readSidecar } from '../../sidecar/sidecarFile.ts';
import { defineCommand, type EngineOptions } from '../command.ts';
import { type EngineSession, requireFile } from '../engineSession.ts';
import { readAgainst } from '../gate/driftVerdict.ts';
import { engineOptions, engineOptionsHelp, oneFile, readEngineOptions } from '../options.ts';
import { gatherReport } from '../report/reportFacts.ts';
import { reportPath, requireReplaceable, writeReport } from '../report/reportFile.ts';
import { reportPage } from '../report/reportPage.ts';
import { readSkipped } from '../skippedChecks.ts';
import { failureLine, plain, type Terminal } from '../terminal.ts';

interface ReportOptions extends EngineOptions {
  readonly file: string;
  readonly write: string;
  readonly against?: string;
  /** A file of decisions, in place of the sidecar. */
  readonly decisions?: string;
  /** Ids of checks that are left out. */
  readonly skip: readonly string[];
}

export const reportCommand = defineCommand<ReportOptions>({
  name: 'report',
  takes: 'FILE [--write FILE]',
  summary: 'Write what is measured of a dataset as a page with charts',
  help: `Usage: winnow report FILE [--write FILE] [--against WHAT] [--skip CHECKS] [--decisions FILE]
                     [--config FILE] [--memory MB]

Writes one HTML page that opens without a network and can be printed: composition, segments, label quality, findings,
drift where there is something to compare with, labels over time, evaluation where there are predictions, versions.
Behind every chart are its table, and buttons that save it as a picture. What the sidecar has decided counts. Texts of
rows are not in it, but for what findings quote; labels, segments and names of columns are. Annotators are not named.

Options
  --write FILE      Where to (default: FILE.report.html). What stands there and is no report is not written over.
  --against WHAT    What drift is measured against: a file, a profile that was saved, REVISION:PATH, split:VALUE,
                    time:COLUMN<DATE or time:COLUMN=DATE..DATE (default: the reference of winnow.json)
  --skip CHECKS     Leave these checks out (ids with commas between them); label-error,ambiguous-row,test-noise may
                    learn the labels first, which takes longest
  --decisions FILE  What was decided, as lines of a sidecar, in place of FILE.winnow.jsonl; the report tells how much
                    of it is not saved there
${engineOptionsHelp}

Exit code 0: written; 2: the dataset cannot be read, or what --against names cannot be compared with: the rest is
written.
`,
  options: { write: 'text', against: 'text', skip: 'text', decisions: 'text', ...engineOptions },
  read(given) {
    const [file, against, decisions] = [oneFile('report', given), given.text('against'), given.text('decisions')];
    return {
      file,
      write: given.text('write') ?? reportPath(file),
      skip: readSkipped(given),
      ...(against !== undefined && { against: readAgainst(against) }),
      ...(decisions !== undefined && { decisions }),
      ...readEngineOptions(given),
    };
  },
  run: (options, { engine, terminal }) => report(options, engine(options), terminal),
});

async function report({ file, write, against, decisions: from, config, skip }: ReportOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  try {
    const path = resolve(file);
    await requireFile(path);
    // Before the long work: a place that cannot be written to must not cost it.
    await requireReplaceable(resolve(write));
    const [found, hash] = [await stat(path), await hashFile(path)];
    const opened = await session.openAndTell(file, config, against === undefined ? {} : { reference: against });
    const { decisions, unsaved } = await readDecided(path, from);
    const facts = await gatherReport(opened, { hash, decisions, unsaved }, session, skip);
    session.clearProgress();
    const now = await stat(path);
    if (now.size !== found.size || now.mtimeMs !== found.mtimeMs) throw new Error('The file changed while it was read. Write the report again.');
    await writeReport(resolve(write), reportPage(facts, version));
    terminal.out(`${plain(write)}: written\n`);
    if (against === undefined || !('why' in facts.drift)) return 0;
    terminal.messages(failureLine(file, `It could not be compared: ${facts.drift.why}. The rest of the report is there.`));
    return 2;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}

/** What was decided, and how many decisions the sidecar does not have, or has beside them. */
async function readDecided(path: string, from: string | undefined): Promise<{ decisions: readonly Decision[]; unsaved: number }> {
  const { decisions: saved } = await readSidecar(path);
  if (from === undefined) return { decisions: saved, unsaved: 0 };
  const { decisions, damaged } = await readDecisionFile(resolve(from));
  if (damaged.length > 0) throw new Error(`${from}:${damaged[0]!.line}: ${damaged[0]!.reason}`);
  const [known, given] = [saved, decisions].map((list) => new Set(list.map(({ id }) => id))) as [Set<string>, Set<string>];
  return { decisions, unsaved: [...given].filter((id) => !known.has(id)).length + [...known].filter((id) => !given.has(id)).length };
}
