import { nodeByteSource } from '../../formats/byteSource.ts';
import { EditError } from '../../formats/edit/editError.ts';
import { decodeRecord } from '../../formats/edit/recordText.ts';
import type { TableEdits } from '../../formats/edit/tableEdits.ts';
import type { ApplyChange, ApplyChanges, ApplyChoices } from '../../protocol/applyMethods.ts';
import type { ApplySource } from './applySource.ts';
import { draftApply } from './draft.ts';
import { lineSplices } from './lineSplices.ts';

/** Changes on a page, at most. */
const mostChanges = 1000;

/**
 * Some of the rows that change, in file order; in a file of lines with their lines before and after, unless every line
 * changes by an added column.
 */
export async function listChanges(source: ApplySource, choices: ApplyChoices, offset: number, limit: number, signal: AbortSignal): Promise<ApplyChanges> {
  const { edits } = await draftApply(source, choices, signal);
  const all = Int32Array.from(new Set([...edits.cells.keys(), ...(edits.dropped ?? [])])).sort();
  const rows = all.subarray(Math.max(0, offset), Math.max(0, offset) + Math.min(Math.max(0, limit), mostChanges));
  const page: TableEdits = {
    cells: new Map(Array.from(rows).flatMap((row) => (edits.cells.has(row) ? [[row, edits.cells.get(row)!] as const] : []))),
    dropped: new Set(rows.filter((row) => edits.dropped?.has(row))),
  };
  await loadTexts(source, page, signal);
  const lines = await source.table.lines([...rows]);
  const texts = (edits.added?.length ?? 0) === 0 && source.dataset.hasLines ? await textsOf(source, page, signal) : [];
  return {
    total: all.length,
    changes: [...rows].map((row, place): ApplyChange => ({
      row,
      ...(typeof lines[place] === 'number' && { line: lines[place] }),
      cells: [...(page.cells.get(row) ?? [])].map(([index, to]) => ({
        column: source.dataset.columns[index]!.name,
        from: source.texts.get(row, source.dataset.columns[index]!.name) ?? null,
        to,
      })),
      ...(page.dropped?.has(row) && { dropped: true }),
      ...(texts[place] && { text: texts[place] }),
    })),
  };
}

async function loadTexts({ dataset, texts }: ApplySource, { cells }: TableEdits, signal: AbortSignal): Promise<void> {
  const byColumn = new Map<number, number[]>();
  for (const [row, edited] of cells) for (const index of edited.keys()) byColumn.set(index, [...(byColumn.get(index) ?? []), row]);
  for (const [index, rows] of byColumn) await texts.load(dataset.columns[index]!.name, rows, signal);
}

/** Lines before and after, in the order of the rows: a splice is a row where no column is added. */
async function textsOf(source: ApplySource, page: TableEdits, signal: AbortSignal): Promise<NonNullable<ApplyChange['text']>[]> {
  const index = await source.table.rowIndex();
  if (!index) return [];
  const file = await nodeByteSource(source.version.path);
  const encoding = source.dataset.text?.encoding ?? 'utf-8';
  const texts: NonNullable<ApplyChange['text']>[] = [];
  try {
    const splices = lineSplices({ source: file, dataset: source.dataset, index, isUnreadable: () => false }, page, signal);
    for await (const { byte, length, by } of splices) {
      const before = shownText(await file.read(byte, length), encoding);
      texts.push(by.length > 0 ? { before, after: shownText(by, encoding) } : { before });
    }
    return texts;
  } finally {
    await file.close();
  }
}

/** Without the line end that a dropped record goes with. */
function shownText(bytes: Uint8Array, encoding: Parameters<typeof decodeRecord>[1]): string {
  try {
    return decodeRecord(bytes, encoding).replace(/\r\n?$|\n$/, '');
  } catch (error) {
    if (error instanceof EditError) return Buffer.from(bytes).toString('utf8').replace(/\r\n?$|\n$/, '');
    throw error;
  }
}
