import type { Compression } from '../core/dataset.ts';
import { openFile } from '../formats/index.ts';
import type { Opening } from './opening.ts';
import { unpackFile } from './unpackFile.ts';

/** Share of the work that unpacking is, of a packed file. */
const unpackShare = 0.25;

/** What a packed file holds, opened whole. */
export async function openUnpacked(opening: Opening, compression: Compression, signal: AbortSignal): Promise<Opening> {
  const { params, opened, folder, loading, progress, notices = [] } = opening;
  const unpacked = await unpackFile({
    path: params.path, compression, folder, signal, stop: loading.stop,
    progress: (fraction, words) => progress({ words, fraction: fraction * unpackShare }),
  });
  const whole = await openFile(unpacked.path, params.config.format ?? {}, signal);
  return {
    ...opening,
    unpacked,
    opened: { ...whole, compression, close: async () => void (await Promise.all([whole.close(), opened.close()])) },
    notices: [...notices, ...unpacked.notices],
    progress: ({ fraction, ...value }) => progress({ ...value, ...(fraction !== undefined && { fraction: unpackShare + (1 - unpackShare) * fraction }) }),
  };
}
