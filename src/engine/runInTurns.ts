import { checks, findCheck } from '../checks/index.ts';
import type { CheckOutcome } from '../checks/run.ts';
import type { Tell } from './labels/labelInput.ts';

/** Runs checks and takes up what they found, in place of what the checks named had found before. */
interface Turns {
  run(only: readonly string[] | undefined, tell: Tell): Promise<CheckOutcome>;
  take(outcome: CheckOutcome, only: readonly string[] | undefined): Promise<void>;
  readonly tell: Tell;
  /** Why slow checks are left to be asked for, in words; null where they run. */
  readonly waits: string | null;
  /** The quick checks are done, and the slow ones have yet to run. */
  between(): void;
}

/** What the quick checks are of the progress bar, where slow ones follow. */
const quickShare = 0.4;

/** Slow checks run when the others are done, so that what those found can be seen meanwhile; a cancel leaves it. */
export async function runInTurns(only: readonly string[] | undefined, { run, take, tell, waits, between }: Turns): Promise<void> {
  const wanted = only ?? checks.map(({ id }) => id);
  const slow = wanted.filter((id) => findCheck(id)?.slow);
  const quick = wanted.filter((id) => !slow.includes(id));
  if (slow.length === 0 || quick.length === 0) return take(await run(only, tell), only);
  const share = waits === null ? quickShare : 1;
  const first = await run(quick, (fraction, words) => tell(fraction * share, words));
  // Where a cancel leaves it, it is known that they have not run.
  const toCome = slow.map((check) => ({ check, why: waits ?? 'it waits for the labels to be learnt', untried: true, toCome: true } as const));
  await take({ ...first, skipped: [...first.skipped, ...toCome] }, quick);
  if (waits !== null) return;
  between();
  const second = await run(slow, (fraction, words) => tell(quickShare + fraction * (1 - quickShare), words));
  await take({ ...second, warnings: [...new Set([...first.warnings, ...second.warnings])] }, slow);
}
