import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Undoable, undoApply } from '../engine/apply/undoApply.ts';
import type { DatasetDocument } from './document.ts';

/** An apply that can be undone, and the rows that the file lost by it. */
interface Applied extends Undoable {
  /** Absent in what older versions kept. */
  readonly droppedRows?: readonly number[];
}

/** The versions before the last apply of each data file, kept in a folder of the extension's own. */
export class AppliedStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where the version before an apply of the file goes while it is not known whether that comes about. */
  async place(path: string): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    return this.#file(path, 'next');
  }

  /** The apply came about: the one before it can be undone no more. */
  async keep(path: string, { id, before, after, droppedRows }: Omit<Applied, 'copy'>): Promise<void> {
    await this.forget(path);
    await rename(this.#file(path, 'next'), this.#file(path, 'before'));
    await writeFile(this.#file(path, 'json'), JSON.stringify({ id, before, after, droppedRows }));
  }

  /** null where there is nothing to undo. */
  async find(path: string): Promise<Applied | null> {
    try {
      return { ...(JSON.parse(await readFile(this.#file(path, 'json'), 'utf8')) as Omit<Applied, 'copy'>), copy: this.#file(path, 'before') };
    } catch {
      return null;
    }
  }

  async forget(path: string): Promise<void> {
    await rm(this.#file(path, 'json'), { force: true });
    await rm(this.#file(path, 'before'), { force: true });
  }

  #file(path: string, kind: 'next' | 'before' | 'json'): string {
    return join(this.#folder, `${createHash('sha256').update(path).digest('hex').slice(0, 32)}.${kind}`);
  }
}

/** Puts back the version before the last apply from this editor. Throws in words where that cannot be done. */
export async function undoLastApply(document: DatasetDocument, applied: AppliedStore): Promise<void> {
  const { path } = document.files;
  const last = await applied.find(path);
  if (!last) throw new Error(`Nothing was applied to ${document.name} from here that could be undone.`);
  await document.work.run(`Putting ${document.name} back`, () =>
    document.replaceFile(() => undoApply(path, document.state.dataset?.key ?? [], last, document.state.author ?? undefined)),
  );
  document.patch({ rowsMoved: { rows: last.droppedRows ?? [], back: true } });
  await applied.forget(path);
}
