import { dirname } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { formatCount } from '../../core/countWords.ts';
import { errorMessage } from '../../core/errorMessage.ts';
import { version } from '../../../package.json';
import { planWords, skippedWords, waiting } from '../../engine/apply/planWords.ts';
import { unifiedDiff } from '../../engine/apply/unifiedDiff.ts';
import { type ApplyChoices, type ApplyPlan, excludedRows } from '../../protocol/applyMethods.ts';
import { readAuthor } from '../../sidecar/author.ts';
import { readSidecar, sidecarPath } from '../../sidecar/sidecarFile.ts';
import { defineCommand, type EngineOptions, misused } from '../command.ts';
import type { EngineSession, OpenedDataset } from '../engineSession.ts';
import { engineOptions, engineOptionsHelp, oneFile, oneOf, readEngineOptions } from '../options.ts';
import { failureLine, painter, plain, type Terminal } from '../terminal.ts';

interface ApplyOptions extends EngineOptions {
  readonly file: string;
  readonly choices: ApplyChoices;
  readonly dryRun: boolean;
  readonly yes: boolean;
  /** Changed rows that are listed. */
  readonly rows: number;
}

/** Changes that are asked for in one turn, and decisions not applied that are listed. */
const pageSize = 1000;
const mostSkipped = 20;

export const applyCommand = defineCommand<ApplyOptions>({
  name: 'apply',
  takes: 'FILE',
  summary: 'Write the decisions to the file',
  help: `Usage: winnow apply FILE [--dry-run] [--yes] [--excluded keep|drop|column|copy] [--without-annotations] [--rows N]
                    [--config FILE] [--memory MB]

Shows as a diff what the decisions of the sidecar (NAME.winnow.jsonl) change in the file, asks, and writes it. CSV,
TSV, JSONL and JSON keep every byte that was not decided upon; Parquet and Arrow are rewritten. The sidecar notes what
was applied.

Options
  --dry-run         Show what would change, and write nothing
  --yes             Do not ask
  --excluded WHAT   What becomes of excluded rows: keep them (default), drop them, mark them in a column, or write a
                    copy without them beside the file
  --without-annotations
                    Leave annotation columns out of the file
  --rows N          Show so many of the rows that change (default: 100)
${engineOptionsHelp}

Exit code 0: everything is applied; 1: some decisions do not fit the file and wait for a person; 2: nothing could be
written.
`,
  options: { 'dry-run': 'flag', yes: 'flag', excluded: 'text', 'without-annotations': 'flag', rows: 'text', ...engineOptions },
  read: (given) => ({
    file: oneFile('apply', given),
    dryRun: given.flag('dry-run'),
    yes: given.flag('yes'),
    choices: { excluded: oneOf(excludedRows, given.text('excluded') ?? 'keep', '--excluded'), annotations: !given.flag('without-annotations') },
    rows: wholeNumber(given.text('rows') ?? '100', '--rows'),
    ...readEngineOptions(given),
  }),
  run: (options, { engine, terminal }) => apply(options, engine(options), terminal),
});

function wholeNumber(given: string, option: string): number {
  return /^\d{1,9}$/.test(given) ? Number(given) : misused(`${option} wants a whole number, not “${given}”.`);
}

async function apply(options: ApplyOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  const { file, choices } = options;
  try {
    const opened = await session.open(file, options.config);
    const { id, path } = opened;
    const sidecar = await readSidecar(path);
    for (const { line, reason } of sidecar.damaged) terminal.messages(`${plain(`${sidecarPath(file)}:${line}: ${reason}`)}\n`);
    await session.call('decide', { id, decisions: sidecar.decisions });
    const plan = await session.call('planApply', { id, choices });
    session.clearProgress();
    await showPlan(opened, plan, options, session, terminal);
    const code = plan.skippedTotal > plan.skipped.length || waiting(plan.skipped).length > 0 ? 1 : 0;
    if (options.dryRun || !plan.writes) return code;
    if (!options.yes && !(await confirmed(terminal))) return 2;
    await write(opened, options, session, terminal);
    return code;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}

async function write({ id, path, dataset }: OpenedDataset, { choices }: ApplyOptions, session: EngineSession, terminal: Terminal): Promise<void> {
  const by = await readAuthor(dirname(path));
  const result = await session.call('apply', { id, choices, tool: `winnow ${version}`, ...(by !== undefined && { by }) }, { onProgress: session.showProgress });
  session.clearProgress();
  if (result.id !== undefined)
    terminal.out(
      `Applied ${result.applied} ${result.applied === 1 ? 'decision' : 'decisions'} to ${plain(dataset.name)}: it is ${result.after.slice(0, 19)}… now, and was ${result.before.slice(0, 19)}….\n`,
    );
  if (result.copy !== undefined) terminal.out(`Wrote ${plain(result.copy)}.\n`);
  for (const lost of result.lost) terminal.messages(`${plain(lost)}\n`);
}

async function showPlan(
  { id, dataset }: OpenedDataset,
  plan: ApplyPlan,
  { file, choices, rows }: ApplyOptions,
  session: EngineSession,
  terminal: Terminal,
): Promise<void> {
  const shown = await showChanges(id, { file, choices, rows }, session, terminal);
  const words = planWords(dataset.name, plan, choices);
  if (shown.total > shown.listed) terminal.out(`… and ${formatCount(shown.total - shown.listed)} more rows.\n`);
  terminal.out(words.length > 0 ? `${plain(words.join(' '))}\n` : `There is nothing to apply to ${plain(dataset.name)}.\n`);
  const left = waiting(plan.skipped);
  for (const skipped of left.slice(0, mostSkipped)) terminal.messages(`Not applied: ${plain(skippedWords(skipped))}.\n`);
  const more = left.length - mostSkipped + plan.skippedTotal - plan.skipped.length;
  if (more > 0) terminal.messages(`Not applied: ${formatCount(more)} more.\n`);
}

async function showChanges(
  id: number,
  { file, choices, rows }: Pick<ApplyOptions, 'file' | 'choices' | 'rows'>,
  session: EngineSession,
  terminal: Terminal,
): Promise<{ readonly listed: number; readonly total: number }> {
  const paint = painter(terminal.colours);
  const colours = { place: 'dim', removed: 'red', added: 'green', cell: 'bold' } as const;
  const signs = { place: '', removed: '-', added: '+', cell: '' } as const;
  let [listed, total, shift] = [0, 1, 0];
  while (listed < Math.min(rows, total)) {
    const page = await session.call('applyChanges', { id, choices, offset: listed, limit: Math.min(pageSize, rows - listed) });
    if (listed === 0 && page.changes.some(({ text }) => text)) terminal.out(`${paint(`--- ${plain(file)}\n+++ ${plain(file)}`, 'bold')}\n`);
    for (const { kind, text } of unifiedDiff(page.changes, shift)) {
      shift += kind === 'added' ? 1 : kind === 'removed' ? -1 : 0;
      // Tabs are what divides a row in TSV.
      terminal.out(`${paint(signs[kind] + text.split('\t').map(plain).join('\t'), colours[kind])}\n`);
    }
    await terminal.written();
    total = page.total;
    listed += page.changes.length;
    if (page.changes.length === 0) break;
  }
  return { listed, total: listed === 0 ? 0 : total };
}

/** Asks a person; where there is none, says what to do. */
async function confirmed(terminal: Terminal): Promise<boolean> {
  if (!process.stdin.isTTY || !terminal.shows) {
    terminal.messages('Nothing was written: there is nobody to ask. Add --yes to write it.\n');
    return false;
  }
  const question = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await question.question('Write this? [y/N] ').finally(() => question.close());
  if (/^y(es)?$/i.test(answer.trim())) return true;
  terminal.messages('Nothing was written.\n');
  return false;
}
