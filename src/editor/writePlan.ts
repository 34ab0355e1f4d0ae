import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import type { PlanOptions } from '../core/redundancyPlan.ts';
import type { PlanFile, WrittenPlan } from '../protocol/planMethods.ts';
import type { CallOptions } from '../protocol/rpc.ts';
import type { WorkProgress } from '../protocol/engineMethods.ts';
import type { DatasetDocument } from './document.ts';

/** Asks where a plan goes, beside the dataset at first, and has the engine write it there. null: nothing was chosen. */
export async function writePlan(
  document: DatasetDocument,
  { options, as }: { options: PlanOptions; as: PlanFile },
  call: CallOptions<WorkProgress>,
): Promise<WrittenPlan | null> {
  const { path } = document.files;
  const extension = extname(path);
  const name = basename(path, extension);
  const offered = as === 'subset' ? `${name}.subset${extension}` : `${name}.plan.jsonl`;
  const chosen = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(dirname(path), offered)),
    title: as === 'subset' ? 'Write the rows that are kept' : 'Write the keys of all planned rows',
    filters: as === 'subset' ? { Dataset: [extension.slice(1) || 'csv'] } : { 'JSON Lines': ['jsonl'] },
  });
  if (!chosen) return null;
  return document.call('writePlan', { options, as, path: chosen.fsPath }, call);
}
