import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LabelIssueRule } from '../../../src/learn/findLabelIssues.ts';
import { interleave, type Sample } from '../interleave.ts';
import type { BenchOptions, Measurement } from '../measurement.ts';
import { runTask } from '../processes/task.ts';
import type { ConfidentResult, ConfidentTask } from '../tasks/confidentLearning.ts';
import { confidentInput, type ConfidentSize } from './confidentInput.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../tasks/confidentWithCleanlab.py', import.meta.url));
const group = 'Confident learning (CPU, probabilities in memory, one fresh process a run)';
const rules: readonly LabelIssueRule[] = ['low_self_confidence', 'prune_by_noise_rate'];
const sizes: readonly ConfidentSize[] = [{ rows: 1_000_000, classes: 20 }, { rows: 50_000, classes: 1000 }];
/** So that its CPU time is that of one thread, as Winnow's is. */
const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1', VECLIB_MAXIMUM_THREADS: '1' };

/** Confident learning beside cleanlab's `find_label_issues` on the same file, by the default rule and one that prunes. */
export async function measureConfident(options: BenchOptions, given: readonly ConfidentSize[] = sizes): Promise<Measurement[]> {
  const { python, log } = options;
  const beside = await run(python, ['-c', 'import cleanlab.filter']).then(() => true, () => false);
  if (!beside) log(`${python} has no cleanlab: confident learning is measured without it`);
  await mkdir(options.folder, { recursive: true });
  const measurements: Measurement[] = [];
  for (const size of given) {
    log(`labels: confident learning, ${size.rows.toLocaleString('en')} × ${size.classes.toLocaleString('en')}`);
    const path = await confidentInput(options.folder, size);
    for (const rule of rules) measurements.push(await measureRule(options, { ...size, path, rule }, beside));
  }
  return measurements;
}

async function measureRule({ built, python, runs, log }: BenchOptions, task: ConfidentTask, beside: boolean): Promise<Measurement> {
  const hashes = new Map<string, string>();
  const sampled = (arm: string, { milliseconds, found, hash }: ConfidentResult): Sample => {
    hashes.set(arm, hash);
    return { milliseconds, found };
  };
  const own = {
    name: 'Winnow',
    run: async () =>
      sampled('Winnow', (await runTask<ConfidentTask, ConfidentResult>(join(built, 'tasks', 'confidentLearning.js'), task)).result),
  };
  const other = { name: 'cleanlab', run: async () => sampled('cleanlab', await findWithCleanlab(python, task)) };
  const samples = await interleave(runs, beside ? [own, other] : [own], log);
  const cleanlab = samples.values('cleanlab', 'milliseconds');
  return {
    group,
    name: `${task.rows.toLocaleString('en')} × ${task.classes.toLocaleString('en')}, ${task.rule}`,
    unit: 'ms',
    values: samples.values('Winnow', 'milliseconds'),
    // A fifth of its time is five times as fast.
    ...(beside && { yardstick: { name: 'cleanlab', values: cleanlab }, target: { of: 'ratio', atMost: 0.2 } }),
    note:
      samples.failures.get('Winnow') ??
      samples.failures.get('cleanlab') ??
      describeFound(task, samples.values('Winnow', 'found')[0]!, samples.values('cleanlab', 'found')[0], hashes),
  };
}

async function findWithCleanlab(python: string, { path, rows, classes, rule }: ConfidentTask): Promise<ConfidentResult> {
  const { stdout } = await run(python, [script, path, String(rows), String(classes), rule], { env: { ...process.env, ...oneThread } });
  return JSON.parse(stdout) as ConfidentResult;
}

function describeFound({ classes }: ConfidentTask, own: number, other: number | undefined, hashes: ReadonlyMap<string, string>): string {
  const found = `${own.toLocaleString('en')} rows found`;
  if (other === undefined) return `${found}; without cleanlab, which the Python does not have`;
  if (hashes.get('Winnow') === hashes.get('cleanlab')) return `${found}, the same by both`;
  // Rounding has to choose among equal residuals, and numpy's order of more than 256 equal numbers is no stable one.
  return `${found}; cleanlab found others, ${other.toLocaleString('en')}${classes > 256 ? ': among more than 256 classes it rounds ties by another order' : ''}`;
}
