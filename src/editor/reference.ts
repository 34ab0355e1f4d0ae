import { basename, dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { DriftTimelineParams } from '../core/driftTimeline.ts';
import { anchorReference } from '../core/reference.ts';

/** Asks for a file, or a stored profile, to measure drift against; null where the person does not want one. */
export async function pickReference(name: string): Promise<{ readonly path: string; readonly name: string } | null> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      openLabel: 'Compare',
      title: `Compare the columns of ${name} with a dataset or a stored profile`,
      canSelectMany: false,
    })) ?? [];
  if (!uri) return null;
  if (uri.scheme !== 'file') throw new Error('Winnow compares with files on disk. Choose one of them.');
  return { path: uri.fsPath, name: basename(uri.fsPath) };
}

/** What a person wrote of a reference, with paths from the dataset's folder. */
export function referenceOf(datasetPath: string, written: string | undefined): { readonly reference?: string } {
  return written === undefined ? {} : { reference: anchorReference(written, (path) => resolve(dirname(datasetPath), path)) };
}

/** The same of what periods are compared with. */
export function anchoredTimeline(datasetPath: string, params: DriftTimelineParams): DriftTimelineParams {
  const { against } = params;
  return typeof against === 'string' ? params : { ...params, against: referenceOf(datasetPath, against.reference) };
}
