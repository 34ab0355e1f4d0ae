import { appliesOf } from './applied.ts';
import type { Decision } from './decision.ts';
import type { ValueCount } from './profile.ts';

/** A commit that changed a file. */
export interface FileVersion {
  /** The commit's whole hash. */
  readonly commit: string;
  /** ISO 8601, with the author's own time zone. */
  readonly date: string;
  readonly author: string;
  readonly email: string;
  /** First line of the commit's message. */
  readonly subject: string;
  /** Where the file was, from the top of the repository. */
  readonly path: string;
  /** Names the content; null where the commit deleted the file. */
  readonly blob: string | null;
}

/** What is in one version of a file. */
export interface VersionSummary {
  readonly bytes: number;
  /** SHA-256 of the content, in hexadecimal digits; absent of the file on disk. */
  readonly hash?: string;
  /** Readable rows. */
  readonly rows: number;
  readonly unreadable: number;
  /** Names, in the order of the file. */
  readonly columns: readonly string[];
  /** The label column; absent where there is none, or where it holds no classes. */
  readonly label?: string;
  /** Most frequent first; null: rows without a label. */
  readonly labels: readonly ValueCount[];
  /** Rows with labels that are not listed. */
  readonly otherLabels: number;
}

/** Decisions that were written into the file at one time. */
export interface LineageEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: string | null;
  readonly decisions: number;
  /** SHA-256 of the file's content, in hexadecimal digits. */
  readonly before: string;
  readonly after: string;
  /** `winnow 0.2.0` */
  readonly tool: string | null;
}

/** What a sidecar says of decisions that were applied, newest first. */
export function lineageOf(decisions: Iterable<Decision>): LineageEntry[] {
  const digits = (hash: string): string => hash.replace(/^sha256:/, '');
  return appliesOf(decisions).filter(({ begun }) => !begun).reverse().map(({ at, by = null, applied, before, after, tool = null }) => (
    { at, by, decisions: applied.length, before: digits(before), after: digits(after), tool }
  ));
}

/** What differs between two versions, at a glance. */
export interface VersionChange {
  readonly rows: number;
  readonly addedColumns: readonly string[];
  readonly removedColumns: readonly string[];
  /** Share of rows, 0–1, whose label would have to be another one for both histograms to be the same; null where either has no labels. */
  readonly labelShift: number | null;
  /** The label whose share of rows changed most. */
  readonly most?: { readonly label: string | null; readonly before: number; readonly after: number };
}

/** Compares a version with the one before it. */
export function changeOf(before: VersionSummary, after: VersionSummary): VersionChange {
  const shares = labelShares(before, after);
  const most = shares?.toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))[0];
  return {
    rows: after.rows - before.rows,
    addedColumns: after.columns.filter((name) => !before.columns.includes(name)),
    removedColumns: before.columns.filter((name) => !after.columns.includes(name)),
    // The total variation distance of the two.
    labelShift: shares && shares.reduce((sum, share) => sum + Math.abs(share.after - share.before), 0) / 2,
    ...(most && most.before !== most.after && { most }),
  };
}

/** Share of rows of each label in both; rows with labels that neither lists are gathered in none of them. */
function labelShares(before: VersionSummary, after: VersionSummary): { label: string | null; before: number; after: number }[] | null {
  if (before.label === undefined || after.label === undefined || before.rows === 0 || after.rows === 0) return null;
  const [past, present] = [before, after].map(({ labels }) => new Map(labels.map(({ value, count }) => [value, count])));
  const names = new Set([...present!.keys(), ...past!.keys()]);
  return [...names].map((label) => ({ label, before: (past!.get(label) ?? 0) / before.rows, after: (present!.get(label) ?? 0) / after.rows }));
}

/** That a clone has the newest commits alone. */
export const shallowWords = 'Older versions are not in this shallow clone; “git fetch --unshallow” gets them.';
