/** How decisions that were made on another file would stand on this one. */
export interface DecisionFit {
  /** Rows that they are about, and of which the file says what was decided upon, or what was decided. */
  readonly rows: number;
  /** Decisions of which the row is gone, or says something else. */
  readonly unfit: number;
  /** The file is, byte for byte, one that these decisions were applied to or made. */
  readonly sameFile: boolean;
}

/** Of decisions, those that may not fit while the others are taken for being about this file: it may have been edited, too. */
const mostUnfit = 0.1;

/** Whether the file is probably the one that the decisions are about. */
export function fits({ rows, unfit, sameFile }: DecisionFit): boolean {
  return sameFile || (rows > 0 && unfit <= mostUnfit * (rows + unfit));
}
