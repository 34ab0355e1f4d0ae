import { constants, copyFile } from 'node:fs/promises';
import type { ApplyRecord } from '../../core/applied.ts';
import { newId } from '../../sidecar/newId.ts';
import type { TableEdits } from '../../formats/edit/tableEdits.ts';
import type { ApplyChoices, ApplyResult } from '../../protocol/applyMethods.ts';
import type { WorkProgress } from '../../protocol/engineMethods.ts';
import { type OnStep, removeLeftovers, replaceFile } from '../../sidecar/replaceFile.ts';
import { saveSidecar, sidecarPath } from '../../sidecar/sidecarFile.ts';
import type { ApplySource } from './applySource.ts';
import { type ApplyDraft, draftApply } from './draft.ts';
import { copyPath, requireRows, requireWritable, writesNothing } from './plan.ts';
import { keysAtStake, movedKeys } from './movedKeys.ts';
import { writeNewVersion, type WrittenVersion } from './newVersion.ts';
import { readBack } from './readBack.ts';

export interface ApplyOptions {
  readonly choices: ApplyChoices;
  /** `winnow 0.2.0` */
  readonly tool: string;
  readonly by?: string;
  /** Where a copy of the old version goes, for undoing. */
  readonly keepAt?: string;
  readonly signal: AbortSignal;
  progress(value: WorkProgress): void;
  readonly onStep?: OnStep;
  /** Bytes to write at once, for tests. */
  readonly blockLength?: number;
}

/**
 * Writes the decisions to the file. In this order, so that whatever ends the process leaves the old file or the new one,
 * and a sidecar that is right about it:
 * 1. the new version goes to a temporary file in the same folder, and is flushed;
 * 2. the sidecar gets a line that says which decisions are applied in the version of the new hash; as long as the file
 *    has not that hash, the line says nothing;
 * 3. the temporary file is renamed over the file, and the folder flushed;
 * 4. the line in the sidecar is written again without the mark of something begun.
 * Throws an error in words where the file is not the one that was read, or cannot be written; nothing has changed then.
 */
export async function applyDecisions(source: ApplySource, options: ApplyOptions): Promise<ApplyResult> {
  await requireWritable(source);
  const draft = await draftApply(source, options.choices, options.signal);
  requireRows(source, draft, options.choices);
  const { edits } = draft;
  const changed = {
    cells: draft.cells,
    rows: edits.cells.size,
    dropped: edits.dropped?.size ?? 0,
    droppedRows: Int32Array.from(edits.dropped ?? []).sort(),
    addedColumns: (edits.added ?? []).map(({ name }) => name),
  };
  const copy = await writeCopy(source, draft, options);
  if (writesNothing(draft)) return { before: '', after: '', bytes: source.version.size, applied: 0, lost: [], ...changed, ...(copy !== undefined && { copy }) };
  const { record, written } = await replaceData(source, draft, options);
  return {
    id: record.id,
    before: written.before,
    after: written.after,
    bytes: written.bytes,
    applied: draft.applied.length,
    lost: written.notKept,
    ...changed,
    ...(copy !== undefined && { copy }),
  };
}

async function replaceData(
  source: ApplySource,
  { edits, applied }: ApplyDraft,
  options: ApplyOptions,
): Promise<{ record: ApplyRecord; written: WrittenVersion }> {
  const { path } = source.version;
  const { signal, progress, onStep, blockLength } = options;
  const stake = await keysAtStake(source, edits, signal);
  await removeLeftovers(path);
  await removeLeftovers(sidecarPath(path));
  let [temporary, written, record]: [string, WrittenVersion | null, ApplyRecord | null] = ['', null, null];
  try {
    await replaceFile(
      path,
      async (target) => {
        temporary = target;
        written = await writeNewVersion(source, edits, target, {
          signal,
          onStep,
          blockLength,
          progress: (fraction) => progress({ words: `Writing ${source.dataset.name}`, fraction }),
        });
      },
      {
        onStep,
        proceed: async () => {
          const moved =
            stake.keys.length === 0
              ? []
              : await readBack(source, temporary, signal, (read) => movedKeys(stake, edits, source, read, signal));
          if (options.keepAt !== undefined) await copyFile(path, options.keepAt, constants.COPYFILE_FICLONE);
          await requireWritable(source, written!.before);
          signal.throwIfAborted();
          record = recordOf(source, written!, applied, moved, options);
          const begun: ApplyRecord = { ...record, begun: true };
          await saveSidecar(path, { key: source.dataset.key, added: [begun], removed: [], onStep });
          await onStep?.('intended');
          return true;
        },
      },
    );
  } catch (error) {
    // Without its file the line says nothing, but nobody has to read it.
    if (record)
      await saveSidecar(path, { key: source.dataset.key, added: [], removed: [(record as ApplyRecord).id] }).catch(() => undefined);
    // A file that is written to while it is read fails in many ways, and this is what they come to.
    if (!signal.aborted) await requireWritable(source);
    throw error;
  }
  await saveSidecar(path, { key: source.dataset.key, added: [record!], removed: [record!.id], onStep });
  await onStep?.('confirmed');
  return { record: record!, written: written! };
}

function recordOf(
  source: ApplySource,
  { before, after, bytes }: WrittenVersion,
  applied: readonly string[],
  moved: NonNullable<ApplyRecord['moved']>,
  { by, tool }: ApplyOptions,
): ApplyRecord {
  const now = Date.now();
  return {
    row: {},
    act: 'apply',
    ...(by !== undefined && { by }),
    at: new Date(now).toISOString(),
    applied,
    ...(moved.length > 0 && { moved }),
    before,
    after,
    sizes: [source.version.size, bytes],
    tool,
    id: newId(now),
  };
}

/** The file without excluded rows, and with everything else that is decided, beside it. */
async function writeCopy(
  source: ApplySource,
  { edits, excluded }: ApplyDraft,
  { choices, signal, progress, onStep, blockLength }: ApplyOptions,
): Promise<string | undefined> {
  if (choices.excluded !== 'copy' || excluded.size === 0) return undefined;
  const path = copyPath(source);
  const without: TableEdits = { ...edits, dropped: excluded };
  await removeLeftovers(path);
  await replaceFile(
    path,
    async (target) => {
      await writeNewVersion(source, without, target, {
        signal,
        onStep,
        blockLength,
        progress: (fraction) => progress({ words: 'Writing the copy without excluded rows', fraction }),
      });
    },
    { onStep },
  );
  return path;
}
