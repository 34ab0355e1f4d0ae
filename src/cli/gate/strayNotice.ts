import { basename, dirname, join } from 'node:path';
import { countOf } from '../../core/countWords.ts';
import type { DecisionStatus } from '../../protocol/engineMethods.ts';
import { sidecarPath } from '../../sidecar/sidecarFile.ts';
import { type StraySidecar, straySidecars } from '../../sidecar/straySidecars.ts';
import type { EngineSession } from '../engineSession.ts';

/** Of decisions that are not applied, those that may not fit while the others are taken for being about this file. */
const mostUnfit = 0.1;

/**
 * Says of a dataset without decisions which sidecars beside it are of a file that is gone, and fit its rows: it may be
 * that file under another name. Asks the engine, which has to be told the dataset's own decisions afterwards.
 * @param path as the dataset is told to people
 */
export async function strayNotices(id: number, path: string, file: string, session: EngineSession): Promise<string[]> {
  const notices: string[] = [];
  for (const stray of await straySidecars(file)) {
    const status = await session.call('decide', { id, decisions: stray.decisions });
    if (fits(status)) notices.push(noticeOf(stray, status.decidedRows, path));
  }
  return notices;
}

function fits({ decidedRows, orphans, conflicts }: DecisionStatus): boolean {
  return decidedRows > 0 && orphans.length + conflicts.length <= mostUnfit * (decidedRows + orphans.length);
}

function noticeOf({ dataset, path: from }: StraySidecar, rows: number, path: string): string {
  const there = join(dirname(path), basename(from));
  return `${there}: “${dataset}” is not there any more, and what was decided on ${countOf(rows, 'row')} of it fits ${path}. If that is the same file, rename the decisions to ${basename(sidecarPath(path))}.`;
}
