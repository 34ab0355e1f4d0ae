import { open } from 'node:fs/promises';
import { type OnStep, replaceFile } from './replaceFile.ts';

export { describeWriteError, WriteError } from './writeError.ts';

/**
 * Replaces a file's content at once, or not at all (`replaceFile`). `proceed` is asked when all that remains is the
 * renaming; when it says no, nothing has changed and false is returned.
 */
export function atomicWrite(path: string, bytes: Uint8Array, proceed?: () => Promise<boolean>, onStep?: OnStep): Promise<boolean> {
  return replaceFile(path, async (temporary) => {
    const file = await open(temporary, 'r+');
    try {
      await file.writeFile(bytes);
      await onStep?.('written');
    } finally {
      await file.close();
    }
  }, { proceed, onStep });
}
