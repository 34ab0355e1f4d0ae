import type { UnreadableRecord } from '../core/dataset.ts';

const kept = 100_000;
const textLength = 1000;

/** Gathers unreadable records: all are counted, the first 100,000 are kept. */
export class UnreadableList {
  readonly records: UnreadableRecord[] = [];
  total = 0;

  add(record: UnreadableRecord): void {
    this.total++;
    if (this.records.length < kept) this.records.push({ ...record, text: record.text.slice(0, textLength) });
  }

  /** In row order, whatever the order in which parts of the file were read. */
  sorted(): UnreadableRecord[] {
    return this.records.sort((a, b) => a.row - b.row);
  }
}
