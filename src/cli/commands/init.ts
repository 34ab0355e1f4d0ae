import { errorMessage } from '../../core/errorMessage.ts';
import { isClassLabel } from '../../checks/parts/labels.ts';
import { findLabelVariants } from '../../checks/parts/labelVariants.ts';
import { isSurelyMissing } from '../../checks/parts/sentinels.ts';
import type { WinnowConfig } from '../../core/config.ts';
import { mergeConfigs, readConfig } from '../../sidecar/config.ts';
import { inferConfig, mayBeCodes } from '../../sidecar/inferConfig.ts';
import { inferPattern } from '../../sidecar/inferPattern.ts';
import { planConfig } from '../../sidecar/initConfig.ts';
import { defineCommand, type EngineOptions } from '../command.ts';
import type { EngineSession, OpenedDataset } from '../engineSession.ts';
import { oneFile, readEngineOptions } from '../options.ts';
import { failureLine, plain, type Terminal } from '../terminal.ts';

interface InitOptions extends EngineOptions {
  readonly file: string;
  readonly dryRun: boolean;
}

export const initCommand = defineCommand<InitOptions>({
  name: 'init',
  takes: 'FILE',
  summary: 'Write a first winnow.json',
  help: `Usage: winnow init FILE [--dry-run] [--memory MB]

Infers what the columns of a file mean and what is to be expected of them, and writes it to winnow.json in its folder
(to NAME.winnow.json where there is one). What stands there already stays as it is: only what is missing is added.

Options
  --dry-run         Print the file as it would be, and write nothing
  --memory MB       Megabytes of memory to keep to, at least 512 (default: half of the machine's, at most 4096)
`,
  options: { 'dry-run': 'flag', memory: 'text' },
  read: (given) => ({ file: oneFile('init', given), dryRun: given.flag('dry-run'), ...readEngineOptions(given) }),
  run: (options, { engine, terminal }) => init(options, engine(options), terminal),
});

/** A taxonomy that is longer would be read by nobody. */
const mostLabels = 1000;

/** Writes what can be inferred of one file. Returns the exit code: 0, or 2 where it cannot be read or written. */
async function init({ file, dryRun }: InitOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  try {
    const opened = await session.open(file, undefined);
    const { config: inForce } = await readConfig(opened.path);
    const inferred = inferConfig(opened.dataset, opened.profiles, await labelsOf(opened, session), await patternsOf(opened, session));
    const broken = await brokenBy(opened, mergeConfigs(inferred, inForce), session);
    session.clearProgress();
    for (const { message } of opened.configNotices) terminal.messages(`${plain(message)}\n`);
    const plan = await planConfig(opened.path, withoutPatterns(inferred, broken), inForce);
    if (dryRun) terminal.out(await plan.text());
    else if (plan.added.length > 0) await plan.write();
    const say = (words: string): void => terminal.messages(`${plain(words)}\n`);
    if (plan.added.length === 0) say(`${plan.path} says everything already that could be inferred; nothing was written.`);
    else
      say(
        `${plan.path}: ${dryRun ? 'would add' : 'added'} ${plan.added.join(', ')}.${plan.kept.length > 0 ? ` Kept as it was: ${plan.kept.join(', ')}.` : ''}`,
      );
    const untrue = broken.filter(({ rule }) => rule !== 'pattern');
    if (untrue.length > 0)
      say(
        `The file itself does not hold all that is expected of it (${untrue.map(({ column, rule }) => `${column}: ${rule}`).join(', ')}); winnow check shows the rows.`,
      );
    return 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}

/** The classes of the label column, most frequent first, without those that are another one written differently. */
async function labelsOf({ id, dataset, profiles }: OpenedDataset, session: EngineSession): Promise<readonly string[]> {
  const profile = profiles.find(({ column }) => column === dataset.roles.label);
  if (!profile || !isClassLabel(profile) || profile.distinct > mostLabels) return [];
  const { values } = await session.call('values', { id, column: profile.column, limit: mostLabels });
  const labels = values.flatMap(({ value, count }) => (value === null || value.trim() === '' || isSurelyMissing(value) ? [] : [{ value, count }]));
  const variants = findLabelVariants(labels);
  return labels.map(({ value }) => value).filter((value) => !variants.has(value));
}

/** Values that are looked at for what they share. */
const mostCodes = 1000;

async function patternsOf({ id, dataset, profiles }: OpenedDataset, session: EngineSession): Promise<Map<string, string>> {
  const patterns = new Map<string, string>();
  for (const profile of profiles.filter((each) => mayBeCodes(each, dataset))) {
    const { values } = await session.call('values', { id, column: profile.column, limit: mostCodes });
    const pattern = inferPattern(values.flatMap(({ value }) => (value === null ? [] : [value])));
    if (pattern !== null) patterns.set(profile.column, pattern);
  }
  return patterns;
}

interface BrokenRule {
  readonly column: string;
  readonly rule: string;
}

/** Expectations that the file does not hold over all of its rows. */
async function brokenBy({ id }: OpenedDataset, config: WinnowConfig, session: EngineSession): Promise<BrokenRule[]> {
  // A check that is switched off, or its thresholds, say nothing of what the file holds.
  await session.call('configure', { id, config: { ...config, checks: {} } });
  await session.call('check', { id, checks: ['schema-violation'] }, { onProgress: session.showProgress });
  const broken = new Map<string, BrokenRule>();
  for (let offset = 0, total = 1; offset < total; ) {
    const page = await session.call('findings', { id, check: 'schema-violation', offset, limit: 1000 });
    if (page.findings.length === 0) break;
    for (const { finding: { column, evidence } } of page.findings) {
      const rule = String(evidence['rule']);
      if (column !== undefined) broken.set(JSON.stringify([column, rule]), { column, rule });
    }
    offset += page.findings.length;
    total = page.total;
  }
  return [...broken.values()];
}

/** Other expectations were found over all values; patterns over some, and those that not all values match were none. */
function withoutPatterns({ expectations, ...config }: WinnowConfig, broken: readonly BrokenRule[]): WinnowConfig {
  const columns = Object.entries(expectations?.columns ?? {}).map(([column, { pattern, ...expected }]) => {
    const holds = pattern !== undefined && !broken.some((each) => each.column === column && each.rule === 'pattern');
    return [column, { ...expected, ...(holds && { pattern }) }] as const;
  });
  return { ...config, expectations: { ...expectations, columns: Object.fromEntries(columns) } };
}
