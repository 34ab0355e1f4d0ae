/** A matrix of mostly zeros, by rows (CSR): row i holds columns[offsets[i]…offsets[i + 1]] and the values beside them. */
export interface SparseMatrix {
  readonly rowCount: number;
  readonly columnCount: number;
  /** rowCount + 1 places in `columns` and `values`. */
  readonly offsets: Float64Array;
  /** Ascending within a row. */
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** Gathers a sparse matrix row by row, in typed arrays that grow as needed. */
export class SparseRows {
  private columns = new Uint32Array(1024);
  private values = new Float32Array(1024);
  private ends: number[] = [0];
  private length = 0;

  /** Adds an entry to the row being written. Columns come in ascending order. */
  add(column: number, value: number): void {
    if (this.length === this.columns.length) this.grow();
    this.columns[this.length] = column;
    this.values[this.length++] = value;
  }

  endRow(): void {
    this.ends.push(this.length);
  }

  finish(columnCount: number): SparseMatrix {
    return {
      rowCount: this.ends.length - 1,
      columnCount,
      offsets: Float64Array.from(this.ends),
      columns: this.columns.slice(0, this.length),
      values: this.values.slice(0, this.length),
    };
  }

  private grow(): void {
    const columns = new Uint32Array(this.columns.length * 2);
    const values = new Float32Array(this.values.length * 2);
    columns.set(this.columns);
    values.set(this.values);
    this.columns = columns;
    this.values = values;
  }
}

/** How many of the rows have an entry in each column. */
export function countColumns(matrix: SparseMatrix, rows?: Uint32Array): Uint32Array {
  const counts = new Uint32Array(matrix.columnCount);
  const { offsets, columns } = matrix;
  const rowCount = rows?.length ?? matrix.rowCount;
  for (let index = 0; index < rowCount; index++) {
    const row = rows ? rows[index]! : index;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) counts[columns[at]!]!++;
  }
  return counts;
}

/** The same matrix without the columns that are not wanted; those kept are numbered anew, in order. */
export function keepColumns(matrix: SparseMatrix, wanted: (column: number) => boolean): { matrix: SparseMatrix; kept: Uint32Array } {
  const renumbered = new Int32Array(matrix.columnCount).fill(-1);
  const kept: number[] = [];
  for (let column = 0; column < matrix.columnCount; column++) if (wanted(column)) renumbered[column] = kept.push(column) - 1;
  const rows = new SparseRows();
  for (let row = 0; row < matrix.rowCount; row++) {
    for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) {
      const column = renumbered[matrix.columns[at]!]!;
      if (column >= 0) rows.add(column, matrix.values[at]!);
    }
    rows.endRow();
  }
  return { matrix: rows.finish(kept.length), kept: Uint32Array.from(kept) };
}
