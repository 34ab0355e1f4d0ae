import { open, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { dropReasons, type NoPlan, type PlannedRow } from '../../core/redundancyPlan.ts';
import type { PlanFile, WrittenPlan } from '../../protocol/planMethods.ts';
import { replaceFile } from '../../sidecar/replaceFile.ts';
import { WriteError } from '../../sidecar/writeError.ts';
import type { ApplySource } from '../apply/applySource.ts';
import { writeNewVersion } from '../apply/newVersion.ts';
import { requireWritable } from '../apply/plan.ts';
import { requireSameEnding } from '../apply/requireSameEnding.ts';
import type { Tell } from '../labels/labelInput.ts';
import type { MadePlan } from './planRedundancy.ts';

/** Rows whose keys are asked for at a time. */
const rowsAtATime = 10_000;

/**
 * Makes a plan and writes it: the file without the rows that could go, which are taken out to the byte where the format
 * has lines, or a list of the planned rows by their keys. The dataset itself is never written.
 */
export async function writePlan(
  source: ApplySource,
  make: (signal: AbortSignal, tell: Tell) => Promise<MadePlan | NoPlan>,
  { as, path }: { readonly as: PlanFile; readonly path: string },
  signal: AbortSignal,
  tell: Tell,
): Promise<WrittenPlan> {
  await refuseOwnFiles(source, path);
  if (as === 'subset') requireSameEnding(source, path);
  if (as === 'subset') await requireWritable(source);
  const made = await make(signal, (fraction, words) => tell(0.8 * fraction, words));
  if ('why' in made) throw new WriteError(`There is no plan: ${made.why}.`);
  const rows = as === 'subset' ? await writeSubset(source, made, path, signal, tell) : await writeList(source, made, path, signal, tell);
  return { plan: made.plan, path, rows };
}

/** Neither the dataset nor what stands beside it is replaced. */
async function refuseOwnFiles({ version, dataset }: ApplySource, path: string): Promise<void> {
  const [own, target] = await Promise.all([version.path, resolve(path)].map((each) => realpath(each).catch(() => each)));
  if (own === target) throw new WriteError(`A plan is not written over ${dataset.name} itself. Name another file.`);
  if (/\.winnow\.jsonl?$|(^|[/\\])winnow\.json$/.test(path))
    throw new WriteError('A plan is not written over decisions or a configuration. Name another file.');
}

async function writeSubset(source: ApplySource, { rows, fates, plan }: MadePlan, path: string, signal: AbortSignal, tell: Tell): Promise<number> {
  const dropped = new Set(rows.filter((_, at) => fates[at] !== 0));
  await replaceFile(path, async (temporary) => {
    const { before } = await writeNewVersion(source, { cells: new Map(), dropped }, temporary, {
      signal,
      progress: (fraction) => tell(0.8 + 0.2 * fraction, 'Writing the subset'),
    });
    await requireWritable(source, before);
  });
  return source.dataset.records - (plan.rows - plan.kept);
}

async function writeList(source: ApplySource, { rows, fates }: MadePlan, path: string, signal: AbortSignal, tell: Tell): Promise<number> {
  await replaceFile(path, async (temporary) => {
    const file = await open(temporary, 'r+');
    try {
      for (let first = 0; first < rows.length; first += rowsAtATime) {
        const some = rows.subarray(first, first + rowsAtATime);
        const keys = await source.keys.keysOf([...some], signal);
        const lines = keys.map((row, at): PlannedRow => {
          const fate = fates[first + at]!;
          return { row, keep: fate === 0, ...(fate > 0 && { why: dropReasons[fate - 1]! }) };
        });
        await file.writeFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
        tell(0.8 + (0.2 * first) / rows.length, 'Writing the list');
      }
    } finally {
      await file.close();
    }
  });
  return rows.length;
}
