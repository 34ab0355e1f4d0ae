import type { SampleFilter, View } from '../core/filter.ts';
import type { SampleReport } from '../core/stratifiedSample.ts';
import type { WorkProgress } from './engineMethods.ts';
import type { Method } from './rpc.ts';

/** A file made of some rows of a dataset. */
export interface WrittenRows {
  readonly rows: number;
  readonly bytes: number;
  /** What the new file has not kept of the old one besides its other rows, in sentences. */
  readonly notKept: readonly string[];
}

/** What the engine answers about samples, and files made of rows. */
export interface SampleMethods {
  /** What the draw of a sample comes to among the rows that pass `filters`. */
  sampleReport: Method<{ id: number; sample: SampleFilter; filters: View['filters'] }, SampleReport>;
  /**
   * Writes the rows of a view to a new file of the same format, in the order of the file; every byte of a row is as it
   * was in formats of text. Rejects in words where it cannot be written.
   */
  writeRows: Method<{ id: number; filters: View['filters']; path: string }, WrittenRows, WorkProgress>;
}

export interface HostSampleMethods {
  sampleReport: Method<{ sample: SampleFilter; filters: View['filters'] }, SampleReport>;
  /** Asks where, and writes the rows that pass there. Answers null where the person thought better of it. */
  saveRows: Method<{ filters: View['filters']; name: string }, (WrittenRows & { readonly name: string }) | null, WorkProgress>;
}
