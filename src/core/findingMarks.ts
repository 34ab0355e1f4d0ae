import { type Finding, severities } from './finding.ts';

/** What a row is told from others by: key columns or, without any, its content in these columns. */
export interface MarkIdentity {
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/**
 * Open findings of one version of a dataset, small enough to be kept and compared with those of another version: numbers
 * alone, no message, and rows by hashes of their keys, since row numbers move.
 */
export interface FindingMarks extends MarkIdentity {
  /** Check, column and segment in one text; each once. */
  readonly subjects: readonly string[];
  /** Index of each finding in the engine's list, in the order of the list. */
  readonly indexes: Int32Array;
  /** Of each finding: its place in `subjects`. */
  readonly subjectOf: Int32Array;
  /** Of each finding: the place of its severity in `severities`. */
  readonly severityOf: Uint8Array;
  /** Of each finding: the end of its rows in `rows`. A finding of a column, segment or dataset has none. */
  readonly ends: Float64Array;
  readonly rows: BigUint64Array;
}

/** A finding that no known one answers to. */
export interface NewFinding {
  /** In the engine's list. */
  readonly index: number;
  /** Places of the rows that are not known among the finding's rows; empty for a finding of a column, segment or dataset. */
  readonly places: readonly number[];
}

/** What a finding is about, rows apart. */
export function subjectText({ check, column, segment }: Pick<Finding, 'check' | 'column' | 'segment'>): string {
  return JSON.stringify([check, column ?? null, segment ? [segment.column, segment.value] : null]);
}

/** Ids of the checks that found something. */
export function checksOf({ subjects }: Pick<FindingMarks, 'subjects'>): Set<string> {
  return new Set(subjects.map((subject) => (JSON.parse(subject) as [string])[0]));
}

/** Findings of rows are compared row by row; others as wholes, since their rows are what a number was counted from. */
export const hasMarkedRows = ({ scope }: Pick<Finding, 'scope'>): boolean => scope === 'row' || scope === 'rows';

/** Findings that are nothing new: those of earlier versions, and those that were accepted. */
export class KnownFindings {
  /** By subject: the worst severity known. */
  readonly #wholes = new Map<string, number>();
  /** By subject, then by row: the worst severity known. */
  readonly #rows = new Map<string, Map<bigint, number>>();

  get isEmpty(): boolean {
    return this.#wholes.size === 0 && this.#rows.size === 0;
  }

  addWhole(subject: string, severity: number): void {
    this.#wholes.set(subject, Math.min(severity, this.#wholes.get(subject) ?? severity));
  }

  addRow(subject: string, row: bigint, severity: number): void {
    const rows = this.#rows.get(subject) ?? new Map<bigint, number>();
    this.#rows.set(subject, rows);
    rows.set(row, Math.min(severity, rows.get(row) ?? severity));
  }

  add(marks: FindingMarks): void {
    for (const [finding, [from, to]] of spansOf(marks)) {
      const [subject, severity] = [marks.subjects[marks.subjectOf[finding]!]!, marks.severityOf[finding]!];
      if (from === to) this.addWhole(subject, severity);
      for (let at = from; at < to; at++) this.addRow(subject, marks.rows[at]!, severity);
    }
  }

  hasWhole(subject: string, severity: number): boolean {
    return (this.#wholes.get(subject) ?? Infinity) <= severity;
  }

  hasRow(subject: string, row: bigint, severity: number): boolean {
    return (this.#rows.get(subject)?.get(row) ?? Infinity) <= severity;
  }
}

/**
 * The findings that none of the known ones answers to. A finding is known when one of the same check, column and segment was
 * there for each of its rows, and was as severe: one row more in a group of duplicates makes it new.
 */
export function newFindings(marks: FindingMarks, known: readonly KnownFindings[]): NewFinding[] {
  const found: NewFinding[] = [];
  for (const [finding, [from, to]] of spansOf(marks)) {
    const [index, subject, severity] = [marks.indexes[finding]!, marks.subjects[marks.subjectOf[finding]!]!, marks.severityOf[finding]!];
    const places: number[] = [];
    for (let at = from; at < to; at++) if (!known.some((each) => each.hasRow(subject, marks.rows[at]!, severity))) places.push(at - from);
    if (from === to ? !known.some((each) => each.hasWhole(subject, severity)) : places.length > 0) found.push({ index, places });
  }
  return found;
}

/** The severity of what is known without one: it answers to findings of every severity. */
export const anySeverity = 0;
/** Asks whether something is known at all. */
export const leastSeverity = severities.length - 1;

function* spansOf({ ends }: FindingMarks): Generator<[number, [number, number]]> {
  for (let finding = 0; finding < ends.length; finding++) yield [finding, [finding === 0 ? 0 : ends[finding - 1]!, ends[finding]!]];
}
