import { open } from 'node:fs/promises';
import { formats } from '../../formats/index.ts';

const extensions = formats.flatMap((format) => format.extensions);
const packed = /\.(gz|gzip|zst|zstd)$/i;
/** Files of Winnow's own beside datasets. */
const own = /(^|[\\/.])winnow\.(jsonl|json|baseline\.json)$/i;

/** Whether a file is a dataset by its name. */
export function isDatasetName(path: string): boolean {
  const name = path.toLowerCase().replace(packed, '');
  return !own.test(path) && extensions.some((extension) => name.endsWith(extension));
}

/** JSON is a dataset where it is a list; all else (package.json, settings) is none. */
export async function isList(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    return /^[\uFEFF\s\0]*\[/.test(buffer.subarray(0, bytesRead).toString('utf8').replace(/^\uFFFD+/, ''));
  } finally {
    await file.close();
  }
}
