import { join } from 'node:path';
import { createEngineClient, type EngineClient } from '../../../src/engine/client.ts';
import { type ProcessUsage, usageOf } from './usage.ts';

export interface EngineRun<Result> {
  readonly result: Result;
  /** From when the process was ready; null where the system does not tell. */
  readonly usage: ProcessUsage | null;
}

/** What an engine process said on its way out is shown in an error. */
const linesKept = 20;

/** Does some work with an engine process of its own, which is ready when the work begins and gone afterwards. */
export async function withEngine<Result>(built: string, work: (engine: EngineClient) => Promise<Result>): Promise<EngineRun<Result>> {
  const said: string[] = [];
  const engine = createEngineClient({ modulePath: join(built, 'engine.js'), log: (line) => void (said.push(line) > linesKept && said.shift()) });
  engine.start();
  const pid = engine.pid!;
  try {
    // Closing what is not open is answered by a process that has loaded all of its code, and by nothing else.
    await engine.call('close', { id: 0 });
    const before = await usageOf(pid);
    const result = await work(engine);
    const after = await usageOf(pid);
    return { result, usage: before && after && { cpuMs: after.cpuMs - before.cpuMs, peakMB: after.peakMB } };
  } catch (error) {
    throw new Error([(error as Error).message, ...said].join('\n'), { cause: error });
  } finally {
    engine.dispose();
    await untilGone(pid);
  }
}

/** What is measured next must not run beside a process that tidies up. */
async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
