import { compareDecisions, type Decision } from './decision.ts';
import { type RowKey, rowKeyText } from './rowKey.ts';

/** The lineage log: one line of the sidecar for each time that decisions were written to the data file. Its row is `{}`. */
export interface ApplyRecord extends Decision {
  readonly act: 'apply';
  /** Ids of the decisions that the file says by now. */
  readonly applied: readonly string[];
  /** Keys that rows had before, and have since; null: the row was dropped. */
  readonly moved?: readonly (readonly [before: RowKey, after: RowKey | null])[];
  /** Content of the data file: `sha256:` and hexadecimal digits. */
  readonly before: string;
  readonly after: string;
  /** Length of the data file before and after, in bytes. */
  readonly sizes?: readonly [before: number, after: number];
  /** `winnow 0.2.0` */
  readonly tool?: string;
  /**
   * The line is written with it before the file is replaced, and again without it afterwards. Of two lines of one id the
   * one that sorts last counts, which is the one without: fields stand in the order of this list, `id` comes last.
   */
  readonly begun?: true;
}

export const isApply = (decision: Decision): decision is ApplyRecord => decision.act === 'apply';

/** The decisions of a sidecar as they stand beside one version of the file. */
export interface SettledDecisions {
  /** All but the applies, with the keys that their rows have in this version. */
  readonly decisions: readonly Decision[];
  /** Ids of those that this version says already. */
  readonly applied: ReadonlySet<string>;
  /** Ids of those whose row was dropped. */
  readonly gone: ReadonlySet<string>;
  /** The applies that this version has gone through, oldest first. */
  readonly applies: readonly ApplyRecord[];
}

/** Applies that were not taken back, oldest first. */
export function appliesOf(decisions: Iterable<Decision>): ApplyRecord[] {
  const list = [...decisions];
  const retracted = new Set(list.filter(({ act }) => act === 'retract').map(({ retracts }) => retracts));
  return list.filter(isApply).filter(({ id }) => !retracted.has(id)).sort(compareDecisions);
}

/** Whether only the content of the file can tell which applies it has gone through; its size says no where it says enough. */
export function wantsHash(decisions: Iterable<Decision>, size: number): boolean {
  return appliesOf(decisions).some(({ sizes, begun }) => sizes === undefined || sizes[0] === size || (begun && sizes[1] === size));
}

/**
 * Which decisions the file says already, and which rows the others are about.
 * @param version `sha256:…` of the file's content; null where it is known to be neither what an apply found nor what an
 * intended one would have made.
 */
export function settleDecisions(decisions: readonly Decision[], version: string | null): SettledDecisions {
  const lineage = decisions.filter(isApply).sort(compareDecisions);
  const applies = reachedBy(appliesOf(decisions), version);
  const reached = new Set(applies.map(({ id }) => id));
  const steps = lineage.map((apply) => ({ reached: reached.has(apply.id), ...movesOf(apply) }));
  const places = new Map(lineage.map(({ id }, place) => [id, place]));
  const gone = new Set<string>();
  const settled = decisions.filter((decision) => !isApply(decision)).map((decision) => {
    if (steps.length === 0) return decision;
    const row = moveKey(decision.row, decision.since === undefined ? -1 : (places.get(decision.since) ?? -1), steps);
    if (row === null) gone.add(decision.id);
    return row === null || row === decision.row ? decision : { ...decision, row };
  });
  return { decisions: settled, applied: new Set(applies.flatMap(({ applied }) => applied)), gone, applies };
}

interface Step {
  readonly reached: boolean;
  readonly forth: ReadonlyMap<string, RowKey | null>;
  readonly back: ReadonlyMap<string, RowKey>;
}

/** The key that a row has in the present version; null where it was dropped. `known`: place of the last step that the key is from after. */
function moveKey(key: RowKey, known: number, steps: readonly Step[]): RowKey | null {
  let row: RowKey | null = key;
  // Decided upon a version that the file has gone back behind.
  for (const { reached, back } of steps.slice(0, known + 1).reverse()) if (!reached) row = back.get(rowKeyText(row)) ?? row;
  for (const { reached, forth } of steps.slice(known + 1)) {
    const next: RowKey | null | undefined = reached ? forth.get(rowKeyText(row)) : undefined;
    if (next === null) return null;
    row = next ?? row;
  }
  return row;
}

/**
 * The applies that a version has gone through. One that ends in it says so, and one that starts from it has yet to
 * happen: the file was put back to what it was before. A version that none of them names came after all of them.
 */
function reachedBy(all: readonly ApplyRecord[], version: string | null): ApplyRecord[] {
  const ends = version === null ? -1 : all.findLastIndex(({ after }) => after === version);
  const starts = version === null || ends >= 0 ? -1 : all.findIndex(({ before }) => before === version);
  const count = ends >= 0 ? ends + 1 : starts >= 0 ? starts : all.length;
  return all.slice(0, count).filter((apply, place) => !apply.begun || place === ends || all.some(({ before }) => before === apply.after));
}

function movesOf({ moved = [] }: ApplyRecord): Pick<Step, 'forth' | 'back'> {
  const back = new Map(moved.flatMap(([before, after]) => (after ? [[rowKeyText(after), before] as const] : [])));
  return { forth: new Map(moved.map(([before, after]) => [rowKeyText(before), after])), back };
}
