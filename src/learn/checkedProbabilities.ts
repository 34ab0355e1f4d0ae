import { type Checkpoint } from './checkpoint.ts';
import { type ProbabilityBlock, type ProbabilityBlocks, eachBlock } from './probabilityBlocks.ts';

/** Why the probabilities of a row cannot be used. */
export type ProbabilityFault = 'not-a-number' | 'outside-0-to-1' | 'sum-is-not-1';

export interface RefusedRow {
  /** From 0. */
  readonly position: number;
  readonly fault: ProbabilityFault;
  readonly sum: number;
}

/** How far from 1 a sum may be before its row is refused. */
const sumTolerance = 1e-3;
/** Rounding to six decimals explains half of this a class; such rows are used as they are. */
const roundingOfOneClass = 1e-6;
/** The most refused rows that are described; all are counted. */
const describedRows = 1000;

const scaled = 1;
const refused = 2;

/**
 * Probabilities whose rows have been looked at: rows that sum to 1 within 1e-3 are scaled to 1, where they are
 * farther off than rounding explains; rows that do not, or that hold anything but numbers from 0 to 1, are refused.
 * Only rows that someone asks about are judged.
 */
export class CheckedProbabilities {
  /** Of each row: 0 as it is, 1 scaled, 2 refused. */
  private readonly state: Uint8Array;
  private readonly rounding: number;
  /** The first refused rows, in order. */
  readonly refusedRows: RefusedRow[] = [];
  refusedCount = 0;
  readonly refusedByFault: Record<ProbabilityFault, number> = { 'not-a-number': 0, 'outside-0-to-1': 0, 'sum-is-not-1': 0 };
  scaledCount = 0;

  constructor(readonly source: ProbabilityBlocks) {
    this.state = new Uint8Array(source.rows);
    this.rounding = Math.min(sumTolerance, source.classes * roundingOfOneClass);
  }

  get classes(): number {
    return this.source.classes;
  }

  isRefused(position: number): boolean {
    return this.state[position] === refused;
  }

  /**
   * Looks at one row, once, by the sum and the least of its numbers.
   * @returns what to divide its numbers by; 0 where it is to be refused.
   */
  judge(position: number, sum: number, least: number): number {
    const off = Math.abs(sum - 1);
    if (off <= this.rounding && least >= 0) return 1;
    if (!(off <= sumTolerance && least >= 0)) return 0;
    this.state[position] = scaled;
    this.scaledCount++;
    return sum;
  }

  /** Leaves out a row that `judge` returned 0 for. */
  refuse(position: number, sum: number, values: ProbabilityBlock): void {
    this.state[position] = refused;
    this.refusedCount++;
    const outside = values.some((p: number) => p < 0 || p > 1 + sumTolerance);
    const fault = Number.isNaN(sum) ? 'not-a-number' : outside ? 'outside-0-to-1' : 'sum-is-not-1';
    this.refusedByFault[fault]++;
    if (this.refusedRows.length < describedRows) this.refusedRows.push({ position, fault, sum });
  }

  /**
   * Walks over the rows after all have been judged, scaled where they were found to need it.
   * @param wanted says of a block whether it is to be read at all.
   */
  async walk(
    checkpoint: Checkpoint | undefined,
    visit: (block: ProbabilityBlock, from: number, to: number) => void,
    wanted?: (from: number, to: number) => boolean,
  ): Promise<void> {
    await eachBlock(this.source, checkpoint, (block, from, to) => visit(this.scaleRows(block, from, to), from, to), wanted);
  }

  private scaleRows(block: ProbabilityBlock, from: number, to: number): ProbabilityBlock {
    if (this.scaledCount === 0) return block;
    let copy: Float64Array | undefined;
    for (let row = from; row < to; row++) {
      if (this.state[row] !== scaled) continue;
      copy ??= Float64Array.from(block);
      const values = copy.subarray((row - from) * this.classes, (row - from + 1) * this.classes);
      let sum = 0;
      for (const p of values) sum += p;
      for (let k = 0; k < values.length; k++) values[k] = values[k]! / sum;
    }
    return copy ?? block;
  }
}
