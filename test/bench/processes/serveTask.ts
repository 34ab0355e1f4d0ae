import type { TaskReply } from './task.ts';

/** Answers what `startTask` asks of this process, with what it cost. The process ends with its parent. */
export function serveTask<Params, Result>(run: (params: Params) => Promise<Result>): void {
  process.on('message', (params: Params) => void answer(params));
  process.once('disconnect', () => process.exit(0));

  async function answer(params: Params): Promise<void> {
    const before = process.cpuUsage();
    const started = performance.now();
    let reply: TaskReply<Result>;
    try {
      const result = await run(params);
      const ms = performance.now() - started;
      const { user, system } = process.cpuUsage(before);
      // `maxRSS` is in KiB on every platform.
      reply = { result, ms, cpuMs: (user + system) / 1000, peakMB: (process.resourceUsage().maxRSS * 1024) / 1e6 };
    } catch (error) {
      reply = { error: error instanceof Error ? error.message : String(error) };
    }
    process.send?.(reply);
  }
}
