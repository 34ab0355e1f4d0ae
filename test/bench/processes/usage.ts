import { readFile } from 'node:fs/promises';

export interface ProcessUsage {
  /** CPU time since the process began, in milliseconds. */
  readonly cpuMs: number;
  /** The most memory it has ever held, in MB. */
  readonly peakMB: number;
}

/** Linux counts CPU time in hundredths of a second, whatever the kernel's own clock. */
const ticksPerSecond = 100;

/** What another process has used; null where the system has no /proc. */
export async function usageOf(pid: number): Promise<ProcessUsage | null> {
  try {
    const [stat, status] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile(`/proc/${pid}/status`, 'utf8')]);
    return readUsage(stat, status);
  } catch {
    return null;
  }
}

/** @param stat the text of /proc/PID/stat @param status the text of /proc/PID/status */
export function readUsage(stat: string, status: string): ProcessUsage {
  // The second field is the name of the program, in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const peakKiB = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]);
  return { cpuMs: (ticks / ticksPerSecond) * 1000, peakMB: (peakKiB * 1024) / 1e6 };
}

/** How much this process has grown at most since now, in MB; `stop` tells. */
export function watchGrowth(): { stop(): number } {
  const start = process.memoryUsage.rss();
  let most = start;
  const look = (): void => void (most = Math.max(most, process.memoryUsage.rss()));
  const timer = setInterval(look, 20).unref();
  return {
    stop() {
      clearInterval(timer);
      look();
      return (most - start) / 1e6;
    },
  };
}
