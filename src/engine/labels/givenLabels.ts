import { formatCount } from '../../core/countWords.ts';
import { isClassLabel, readLabels, variantsOf } from '../../checks/parts/labels.ts';
import { readCodes } from '../../checks/parts/valueCodes.ts';
import type { NoProbabilities } from '../../checks/outOfSample.ts';
import { countBelow } from '../../core/countBelow.ts';
import type { Decision } from '../../core/decision.ts';
import type { Relation } from '../engine.ts';
import type { LabelInput } from './labelInput.ts';

/** The labels that rows have by now: those of the file, with what people decided laid over them. */
export interface GivenLabels {
  readonly column: string;
  /**
   * Most frequent first in the file, then those that only decisions give. Those that `label-variant` takes for another
   * one are not among them.
   */
  readonly labels: readonly string[];
  /** The labels that stand for another one, by what they are written as, and the one that they count as. */
  readonly variants: ReadonlyMap<string, string>;
  /** How a row's label is written, where that is not the label that it counts as. */
  writtenOf(row: number): string | undefined;
  /** All readable rows, ascending. */
  readonly rows: Int32Array;
  /** The place of each row's label in `labels`; −1: it has none, or has been set aside. */
  readonly codes: Int32Array;
  /** Rows without a label. */
  readonly missing: number;
  /** Rows that somebody excluded or called ambiguous. */
  readonly setAside: number;
}

/** Reads the label of every row. A label column that holds quantities or texts has no classes to tell apart. */
export async function readGivenLabels(relation: Relation, input: LabelInput, signal: AbortSignal): Promise<GivenLabels | NoProbabilities> {
  const column = input.dataset.roles.label;
  if (column === undefined) return { why: 'no column has the role label' };
  const profile = input.profiles.get(column);
  if (profile && !isClassLabel(profile) && profile.nulls + profile.blanks < profile.rows)
    return { why: `the label column “${column}” holds quantities or texts rather than classes` };
  const counted = await readLabels({ relation, signal }, column);
  const variants = new Map([...variantsOf(counted, input.config)].map(([value, { to }]) => [value, to]));
  const spellings = counted.map(({ value }) => value);
  const labels = spellings.filter((value) => !variants.has(value));
  const rows = await readRows(relation, signal);
  const written = await readCodes(relation, column, spellings, rows.length, signal);
  const codes = mergeVariants(written, spellings, labels, variants);
  const setAside = layOver(input.holding, column, { labels, variants }, rows, codes);
  const missing = codes.reduce((count, code) => count + (code < 0 ? 1 : 0), 0) - setAside;
  if (missing + setAside === rows.length) return { why: rows.length === 0 ? 'there are no rows' : `none of the ${formatCount(rows.length)} rows has a label` };
  const writtenOf = (row: number): string | undefined => {
    const spelling = variants.size === 0 ? undefined : spellings[written[positionOf(rows, row)] ?? -1];
    return spelling !== undefined && variants.has(spelling) && !decides(input.holding.get(row), column) ? spelling : undefined;
  };
  return { column, labels, variants, rows, codes, missing, setAside, writtenOf };
}

/** The places of labels among those that are left once variants count as what they stand for. */
function mergeVariants(written: Int32Array, spellings: readonly string[], labels: readonly string[], variants: ReadonlyMap<string, string>): Int32Array {
  if (variants.size === 0) return written.slice();
  const places = new Map(labels.map((label, code) => [label, code]));
  const merged = spellings.map((value) => places.get(variants.get(value) ?? value)!);
  return written.map((code) => (code < 0 ? -1 : merged[code]!));
}

/** Numbers of all readable rows, ascending. */
function readRows(relation: Relation, signal: AbortSignal): Promise<Int32Array> {
  return relation.integers(`SELECT CAST(_row AS INTEGER) FROM ${relation.name} ORDER BY _row`, signal);
}

/** Puts decided labels in place of the file's, and takes those away that are not to be learnt from. Returns how many those are. */
function layOver(
  holding: LabelInput['holding'],
  column: string,
  { labels, variants }: { labels: string[]; variants: ReadonlyMap<string, string> },
  rows: Int32Array,
  codes: Int32Array,
): number {
  const places = new Map(labels.map((label, code) => [label, code]));
  let setAside = 0;
  for (const [row, decisions] of holding) {
    const position = positionOf(rows, row);
    if (position < 0) continue;
    const chosen = decidedLabel(decisions, column);
    const decided = typeof chosen === 'string' ? (variants.get(chosen) ?? chosen) : chosen;
    if (decided !== undefined) {
      if (decided !== null && !places.has(decided)) places.set(decided, labels.push(decided) - 1);
      codes[position] = decided === null ? -1 : places.get(decided)!;
    }
    if (decisions.some(({ act }) => act === 'exclude' || act === 'ambiguous')) {
      codes[position] = -1;
      setAside++;
    }
  }
  return setAside;
}

function decides(decisions: readonly Decision[] | undefined, column: string): boolean {
  return decisions !== undefined && decidedLabel(decisions, column) !== undefined;
}

/** undefined: nothing was decided about it; null: it has none. */
export function decidedLabel(decisions: readonly Decision[], column: string): string | null | undefined {
  const decided = decisions.findLast(({ act, column: about }) => (act === 'relabel' && (about ?? column) === column) || (act === 'set' && about === column));
  if (!decided) return undefined;
  return decided.to === undefined || decided.to === null || decided.to.trim() === '' ? null : decided.to;
}

/** The place of a row in an ascending list; −1 where it is not in it. */
export function positionOf(rows: Int32Array, row: number): number {
  const place = countBelow(rows, row);
  return rows[place] === row ? place : -1;
}
