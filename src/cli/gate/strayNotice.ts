import { basename, dirname, join } from 'node:path';
import { countOf } from '../../core/countWords.ts';
import { sidecarPath } from '../../sidecar/sidecarFile.ts';
import { type FittingStray, fittingStrays } from '../../sidecar/straySidecars.ts';
import type { EngineSession } from '../engineSession.ts';

/**
 * Says of a dataset without decisions which sidecars beside it are of a file that is gone, and fit its rows: it may be
 * that file under another name.
 * @param path as the dataset is told to people
 */
export async function strayNotices(id: number, path: string, file: string, session: EngineSession): Promise<string[]> {
  const strays = await fittingStrays(file, (decisions) => session.call('fitDecisions', { id, decisions }));
  return strays.map((stray) => noticeOf(stray, path));
}

function noticeOf({ dataset, path: from, fit }: FittingStray, path: string): string {
  const there = join(dirname(path), basename(from));
  const why = fit.sameFile
    ? `${path} is a version of it that decisions were applied to`
    : `what was decided on ${countOf(fit.rows, 'row')} of it fits ${path}`;
  return `${there}: “${dataset}” is not there any more, and ${why}. If that is the same file, rename the decisions to ${basename(sidecarPath(path))}.`;
}
