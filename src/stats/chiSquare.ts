import { upperGamma } from './gamma.ts';

export interface ChiSquareTest {
  readonly statistic: number;
  readonly degrees: number;
  /** 1 where there is nothing to compare: one row or one column with counts. */
  readonly p: number;
  /** Cramér's V as it is, 0–1. */
  readonly cramersV: number;
  /** The same without its bias in small samples. Bergsma, “A bias-correction for Cramér's V and Tschuprow's T”, 2013. */
  readonly correctedV: number;
}

/**
 * Pearson's χ² test of independence of a table of counts, and the size of the effect; empty rows and columns are left out. For
 * two rows and two columns Yates' correction is not made: it is about p alone, and overstates it.
 */
export function chiSquareTest(table: readonly ArrayLike<number>[]): ChiSquareTest {
  const width = Math.max(0, ...table.map((row) => row.length));
  const rowTotals = table.map((row) => sumOf(row));
  const columnTotals = Array.from({ length: width }, (_, column) => table.reduce((sum, row) => sum + (row[column] ?? 0), 0));
  const total = sumOf(rowTotals);
  const rows = rowTotals.filter((n) => n > 0).length;
  const columns = columnTotals.filter((n) => n > 0).length;
  const degrees = (rows - 1) * (columns - 1);
  if (degrees < 1) return { statistic: 0, degrees: 0, p: 1, cramersV: 0, correctedV: 0 };
  let statistic = 0;
  table.forEach((row, i) => columnTotals.forEach((columnTotal, j) => {
    const expected = (rowTotals[i]! * columnTotal) / total;
    if (expected > 0) statistic += ((row[j] ?? 0) - expected) ** 2 / expected;
  }));
  return { statistic, degrees, p: chiSquareTail(statistic, degrees), ...effectSizes(statistic, total, rows, columns) };
}

/** Probability that a χ² value of so many degrees of freedom is at least as large. */
export function chiSquareTail(statistic: number, degrees: number): number {
  return upperGamma(degrees / 2, statistic / 2);
}

function effectSizes(statistic: number, total: number, rows: number, columns: number): Pick<ChiSquareTest, 'cramersV' | 'correctedV'> {
  const share = statistic / total;
  const corrected = Math.max(0, share - ((rows - 1) * (columns - 1)) / (total - 1));
  const effective = (size: number): number => size - (size - 1) ** 2 / (total - 1);
  const room = Math.min(effective(rows), effective(columns)) - 1;
  return { cramersV: Math.sqrt(share / (Math.min(rows, columns) - 1)), correctedV: room > 0 ? Math.min(1, Math.sqrt(corrected / room)) : 0 };
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
