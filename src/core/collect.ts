/** How many rows a cell (a label in a segment) should have. */
export type CollectTarget =
  /** At least so many. */
  | { readonly kind: 'floor'; readonly rows: number }
  /** As many as the label that its segment has most of. */
  | { readonly kind: 'parity' }
  /** Its share in production, of `total` rows; of those that there are where nothing is said. */
  | { readonly kind: 'mix'; readonly total?: number };

/** Shares of 0–1 of the values of columns: of the label, of segments. Those of one column sum to 1. */
export type ProductionMix = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What `winnow.json` says of what to collect. */
export interface CollectConfig {
  /** Columns whose values are segments. */
  readonly by?: readonly string[];
  readonly target?: CollectTarget;
  readonly mix?: ProductionMix;
}

const targetForms = 'floor=ROWS, parity, mix, or mix=ROWS in all';
export const usualTarget: CollectTarget = { kind: 'floor', rows: 50 };
const mostRows = 1_000_000_000;
/** How far a mix may be from 1: a third is often written .333. */
const roundingOfMix = 0.0015;

/** Reads `floor=50`, `parity`, `mix`, `mix=10000`. Throws in words. */
export function parseTarget(text: string): CollectTarget {
  const [, kind, given] = /^(floor|parity|mix)(?:=(\d{1,10}))?$/.exec(text.trim()) ?? [];
  const rows = given === undefined ? undefined : Number(given);
  if (rows !== undefined && (rows < 1 || rows > mostRows)) throw new Error(`A target of ${given} rows is none; there are ${targetForms}.`);
  if (kind === 'floor' && rows !== undefined) return { kind, rows };
  if (kind === 'parity' && rows === undefined) return { kind };
  if (kind === 'mix') return { kind, ...(rows !== undefined && { total: rows }) };
  throw new Error(`“${text}” is no target; there are ${targetForms}.`);
}

/** What is wrong with the shares of one column, in words; null where nothing is. */
export function mixProblem(column: string, shares: Readonly<Record<string, number>>): string | null {
  const values = Object.values(shares);
  const wrong = Object.entries(shares).find(([, share]) => !(share >= 0 && share <= 1));
  if (wrong) return `the mix of “${column}” has ${wrong[1]} for “${wrong[0]}”, and shares are from 0 to 1`;
  const sum = values.reduce((all, share) => all + share, 0);
  return Math.abs(sum - 1) <= roundingOfMix ? null : `the mix of “${column}” sums to ${Number(sum.toFixed(4))}, and shares sum to 1`;
}

/** Rows that there are of one label in one segment. */
export interface CellCount {
  readonly label: string;
  /** A value of each column that divides the rows. */
  readonly segment: readonly string[];
  readonly rows: number;
}

export interface CollectCell extends CellCount {
  /** Rows that there should be, and how many of them there are not. */
  readonly target: number;
  readonly missing: number;
}

/** The rows and missing rows of a label, or of a segment. */
export interface CollectSum {
  readonly name: readonly string[];
  readonly rows: number;
  readonly missing: number;
}

export interface CollectPlan {
  readonly label: string;
  readonly by: readonly string[];
  readonly target: CollectTarget;
  /** Cells with rows missing, those that miss most first; as many as were asked for. */
  readonly cells: readonly CollectCell[];
  readonly cellsMissing: number;
  /** Every label with every segment. */
  readonly cellsAll: number;
  readonly missing: number;
  /** Rows that the cells have, by which all of this is counted. */
  readonly rows: number;
  /** Decisions that are not in the file yet, with which the rows are counted. */
  readonly decisions: number;
  readonly labels: readonly CollectSum[];
  readonly segments: readonly CollectSum[];
  /** What was left out, assumed or cannot be, in sentences. */
  readonly notes: readonly string[];
}

export interface NoCollect {
  /** Why there is no plan, in words. */
  readonly why: string;
}
