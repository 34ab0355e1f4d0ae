import type { FindingMarks, MarkIdentity } from '../core/findingMarks.ts';
import type { Method } from './rpc.ts';

/** Where a record's own bytes are in the file, line end excluded. */
export interface RecordPlace {
  /** 1-based source line. */
  readonly line: number;
  /** Offset in the file; absent where the file is packed or in an encoding that was converted before it was read. */
  readonly byte?: number;
  /** Bytes; absent with `byte`. */
  readonly length?: number;
}

/** What it takes to compare what was found in several versions of a file, and to say where. */
export interface GateMethods {
  /**
   * The open findings of the last run, to be compared with those of another version. `identity`: what tells the rows of
   * both apart, where that is not what tells apart those of this one.
   */
  findingMarks: Method<{ id: number; identity?: MarkIdentity }, FindingMarks>;
  /** Where rows are in the file; null where the format has no lines. */
  places: Method<{ id: number; rows: readonly number[] }, readonly (RecordPlace | null)[]>;
}
