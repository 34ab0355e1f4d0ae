import type { AcceptedFinding } from '../../core/baseline.ts';
import { hasMarkedRows } from '../../core/findingMarks.ts';
import type { EngineSession } from '../engineSession.ts';
import { listFindings, rowsOf } from './reportFindings.ts';
import type { CheckTarget } from './target.ts';

/**
 * Takes every open finding of a dataset into its baseline, in place of what was accepted there. `checks`: those that
 * ran. Returns how many.
 */
export async function acceptFindings(
  id: number,
  { file, name }: NonNullable<CheckTarget['baseline']>,
  checks: readonly string[],
  session: EngineSession,
): Promise<number> {
  const accepted: AcceptedFinding[] = [];
  let count = 0;
  for await (const page of listFindings(id, session, true)) {
    for (const listed of page) {
      const { check, column, segment, evidence } = listed.finding;
      // That a check failed is nothing to get used to.
      if (evidence['failed'] === true) continue;
      count++;
      const entry: AcceptedFinding = { file: name, check, ...(column !== undefined && { column }), ...(segment && { segment }) };
      if (!hasMarkedRows(listed.finding)) accepted.push(entry);
      else for await (const rows of rowsOf(id, listed, session)) for (const { key } of rows) if (key) accepted.push({ ...entry, row: key });
    }
  }
  file.replace(name, checks, accepted);
  await file.write();
  return count;
}
