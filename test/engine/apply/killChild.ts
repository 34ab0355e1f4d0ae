import { cp, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { applyDecisions } from '../../../src/engine/apply/apply.ts';
import { FileVersion } from '../../../src/engine/apply/fileVersion.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import type { ExcludedRows } from '../../../src/protocol/applyMethods.ts';
import { readSidecar } from '../../../src/sidecar/sidecarFile.ts';

/** Small, so that the file is written in many pieces. */
const blockLength = 24;
const [path, excluded] = process.argv.slice(2) as [string, ExcludedRows];

/**
 * Applies the decisions of a file in one copy of its folder to the end, which tells how many steps there are; then in as
 * many other copies at once, each of which stops at a step of its own; then ends itself as a power cut would.
 */
async function run(): Promise<void> {
  const session = await DatasetSession.open({ path, config: {}, memoryLimit: 512 });
  await session.decide((await readSidecar(path)).decisions);
  const apply = async (copy: string, reached: (step: number) => void | Promise<void>): Promise<void> => {
    let steps = 0;
    await cp(dirname(path), copy, { recursive: true });
    await applyDecisions({ ...session.applySource, version: await FileVersion.of(join(copy, basename(path))) }, {
      choices: { excluded, annotations: true }, tool: 'winnow test', signal: new AbortController().signal, progress: () => undefined, blockLength,
      onStep: () => reached(++steps),
    });
  };
  const trials = join(dirname(dirname(path)), 'trials');
  await mkdir(trials);
  let last = 0;
  await apply(join(trials, 'whole'), (step) => void (last = step));
  await Promise.all(Array.from({ length: last }, (_, index) => new Promise<void>((stopped, failed) => {
    const stopAt = (step: number): void | Promise<void> => {
      if (step !== index + 1) return undefined;
      stopped();
      return new Promise(() => undefined);
    };
    apply(join(trials, String(index + 1)), stopAt).catch(failed);
  })));
  process.kill(process.pid, 'SIGKILL');
}

run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
