import { createReadStream } from 'node:fs';
import { serveTask } from '../processes/serveTask.ts';

/** Reads a file through and does nothing with it. */
serveTask(async ({ path }: { path: string }): Promise<number> => {
  let bytes = 0;
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) bytes += (block as Buffer).length;
  return bytes;
});
