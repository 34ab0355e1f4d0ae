import { basename, dirname, extname, join } from 'node:path';
import type { ApplyChoices, ApplyPlan } from '../../protocol/applyMethods.ts';
import { WriteError } from '../../sidecar/writeError.ts';
import type { ApplySource } from './applySource.ts';
import { type ApplyDraft, draftApply } from './draft.ts';
import { isEditable } from './valueProblem.ts';

/** Skipped decisions that a plan lists. */
const mostSkipped = 1000;

/** What applying would do. Throws an error in words where nothing can be applied to the file. */
export async function planApply(source: ApplySource, choices: ApplyChoices, signal?: AbortSignal): Promise<ApplyPlan> {
  await requireWritable(source);
  const draft = await draftApply(source, choices, signal);
  requireRows(source, draft, choices);
  const { edits, cells, excluded, skipped } = draft;
  const copy = choices.excluded === 'copy' && excluded.size > 0 ? copyPath(source) : undefined;
  return {
    writes: copy !== undefined || !writesNothing(draft),
    cells,
    rows: edits.cells.size,
    excluded: excluded.size,
    dropped: edits.dropped?.size ?? 0,
    addedColumns: (edits.added ?? []).map(({ name }) => name),
    applied: writesNothing(draft) ? 0 : draft.applied.length,
    skipped: skipped.slice(0, mostSkipped),
    skippedTotal: skipped.length,
    ...(copy !== undefined && { copy }),
    rewrites: !isEditable(source.dataset.format),
  };
}

/** Whether the file stays as it is. */
export function writesNothing({ edits: { cells, dropped, added } }: ApplyDraft): boolean {
  return cells.size === 0 && (dropped?.size ?? 0) === 0 && (added?.length ?? 0) === 0;
}

/** Throws a `WriteError` where the file is not the one that was read, or is none that can be written. `hash`: of what is on disk. */
export async function requireWritable({ dataset, version }: ApplySource, hash?: string): Promise<void> {
  const { name, partial, compression } = dataset;
  if (partial) throw new WriteError(`Only the beginning of ${name} was read. Reload it and let it load to its end, then apply.`);
  if (compression) throw new WriteError(`${name} is compressed, and decisions can be applied only to a file as it is. Decompress it first, then apply.`);
  if (!(await version.isCurrent()) || (hash !== undefined && !(await version.isVersion(hash))))
    throw new WriteError(
      `${name} has changed since it was read, so nothing was applied. Reload it, look at its decisions, then apply again.`,
    );
}

/** Throws a `WriteError` where no row would be left of a file that says what its columns are in its rows alone. */
export function requireRows({ dataset: { name, format, records, text } }: ApplySource, { excluded }: ApplyDraft, { excluded: choice }: ApplyChoices): void {
  const hasColumnsItself = format === 'parquet' || format === 'arrow' || ((format === 'csv' || format === 'tsv') && text?.header !== false);
  if ((choice !== 'drop' && choice !== 'copy') || excluded.size < records || hasColumnsItself) return;
  throw new WriteError(`Every row of ${name} is excluded, and without rows nothing would be left of it. Keep excluded rows, or delete the file.`);
}

/** Beside the file: `reviews.csv` has its copy in `reviews.without-excluded.csv`. */
export function copyPath({ version: { path } }: ApplySource): string {
  const extension = extname(path);
  return join(dirname(path), `${basename(path, extension)}.without-excluded${extension}`);
}
