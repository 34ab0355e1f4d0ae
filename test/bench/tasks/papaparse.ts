import { createReadStream } from 'node:fs';
import Papa from 'papaparse';
import { serveTask } from '../processes/serveTask.ts';

/** Parses a CSV as a stream and counts its rows (without the header). */
serveTask(({ path }: { path: string }) => new Promise<number>((resolve, reject) => {
  let rows = -1;
  Papa.parse(createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 }), {
    chunk: ({ data }) => void (rows += data.length),
    complete: () => resolve(rows),
    error: reject,
    skipEmptyLines: true,
  });
}));
