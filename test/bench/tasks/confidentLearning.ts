import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { estimateConfidentJoint } from '../../../src/learn/confidentJoint.ts';
import { findLabelIssues, type LabelIssueRule, rankByScore } from '../../../src/learn/findLabelIssues.ts';
import { probabilityMatrix } from '../../../src/learn/probabilityBlocks.ts';
import { serveTask } from '../processes/serveTask.ts';

export interface ConfidentTask {
  readonly path: string;
  readonly rows: number;
  readonly classes: number;
  readonly rule: LabelIssueRule;
}

/** CPU time of finding and ranking alone, how many rows were found, and a hash of which (ascending, 32-bit). */
export interface ConfidentResult {
  readonly milliseconds: number;
  readonly found: number;
  readonly hash: string;
}

/** Finds wrong labels in a file that `confidentInput` has made. */
serveTask(async ({ path, rows, classes, rule }: ConfidentTask): Promise<ConfidentResult> => {
  const labels = new Int32Array(rows);
  const probabilities = new Float64Array(rows * classes);
  const file = await open(path);
  await file.read(new Uint8Array(labels.buffer), 0, labels.byteLength, 0);
  await file.read(new Uint8Array(probabilities.buffer), 0, probabilities.byteLength, labels.byteLength);
  await file.close();
  const before = process.cpuUsage();
  const joint = await estimateConfidentJoint(labels, probabilityMatrix(probabilities, rows, classes));
  const ranked = rankByScore(await findLabelIssues(joint, rule), joint.selfConfidence);
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1000, found: ranked.length, hash: createHash('sha256').update(ranked.sort()).digest('hex') };
});
