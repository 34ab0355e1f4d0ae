import { basename } from 'node:path';
import type { Column } from '../core/schema.ts';
import { FormatError } from '../formats/format.ts';
import type { LoadTarget } from './load.ts';
import type { UnreadableList } from './unreadableList.ts';
import type { RowIndex } from './rowIndex.ts';

/** Told how far loading has come: bytes of the text, its length, and rows that queries can see. */
export type Tell = (bytes: number, length: number, rows: number) => void;

/** A text whose rows are being loaded. */
export interface TextLoad {
  readonly target: LoadTarget;
  readonly index: RowIndex;
  /** Those that its head has. */
  readonly columns: readonly Column[];
  readonly quote: string;
  /** Takes what does not parse. */
  readonly unreadable: UnreadableList;
  readonly signal: AbortSignal;
  readonly tell: Tell;
}

/** Offset of the end of the last record. */
export function endOf(index: RowIndex): number {
  const last = index.segments.at(-1);
  return last ? last.byte + last.length : 0;
}

/** Where loading ended: the records up to there, and the offset of what follows them. */
export interface LoadedPart {
  readonly records: number;
  readonly byte: number;
}

/** No record is ever lost silently: what is in the table and what is not must be all that the index has counted. */
export function requireWhole(index: RowIndex, { records }: LoadedPart, rows: number, unreadable: UnreadableList): void {
  if (rows + unreadable.total === records) return;
  throw new FormatError(
    `${basename(index.path)} changed while it was read: ${records} records were found, but ${rows} rows and ${unreadable.total} unreadable records were read. Open it again.`,
  );
}
