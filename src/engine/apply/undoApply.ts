import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Decision } from '../../core/decision.ts';
import { newId } from '../../sidecar/newId.ts';
import { nodeByteSource } from '../../formats/byteSource.ts';
import { removeLeftovers, replaceFile } from '../../sidecar/replaceFile.ts';
import { saveSidecar } from '../../sidecar/sidecarFile.ts';
import { hashFile } from './fileVersion.ts';
import { spliceFile } from './spliceFile.ts';

/** An apply that can be undone. */
export interface Undoable {
  /** Of its line in the lineage log. */
  readonly id: string;
  /** `sha256:…` of the file. */
  readonly before: string;
  readonly after: string;
  /** Where the version before is kept. */
  readonly copy: string;
}

/**
 * Puts the version before an apply in the place of the one after it, and takes the line of the lineage log back: the
 * decisions are pending again. Throws in words where the file is not what the apply made of it; nothing has changed then.
 * The file comes first: beside the old version, the line says nothing anyway.
 */
export async function undoApply(path: string, key: readonly string[], { id, before, after, copy }: Undoable, by: string | undefined): Promise<void> {
  const name = basename(path);
  if ((await hashFile(path)) !== after)
    throw new Error(
      `${name} has changed since the decisions were applied, so it was not put back. Its earlier versions are in git, if it is kept there.`,
    );
  if ((await hashFile(copy).catch(() => '')) !== before) throw new Error(`The version of ${name} before the decisions were applied is not there any more.`);
  await removeLeftovers(path);
  const put = await replaceFile(path, (temporary) => copyInto(copy, temporary), { proceed: async () => (await hashFile(path)) === after });
  if (!put) throw new Error(`${name} changed while it was put back, so it was left as it is.`);
  const now = Date.now();
  const retract: Decision = { id: newId(now), row: {}, act: 'retract', retracts: id, at: new Date(now).toISOString(), ...(by !== undefined && { by }) };
  await saveSidecar(path, { key, added: [retract], removed: [] });
}

async function copyInto(from: string, to: string): Promise<void> {
  const source = await nodeByteSource(from);
  const sink = await open(to, 'r+');
  try {
    await spliceFile(source, nothing(), { write: (bytes) => sink.writeFile(bytes) });
  } finally {
    await Promise.all([source.close(), sink.close()]);
  }
}

async function* nothing(): AsyncGenerator<never> {
  // Nothing changes.
}
