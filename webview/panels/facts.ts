import type { Dataset } from '../../src/core/dataset.ts';
import type { DocumentState } from '../../src/protocol/methods.ts';
import { formatCount, formatCounted } from '../ui/numbers.ts';

/** What the header says of a dataset, in words. What is not known yet is “…”, never 0. */
export interface Facts {
  /** Unreadable ones included, as row numbers count them. */
  readonly rows: string;
  readonly columns: string;
  readonly label: string | null;
  /** Values of the split column: “train / test”. */
  readonly split: string | null;
  /** Whether the figures rest on all rows. */
  readonly basis: string;
  readonly unreadable: number;
}

/** Splits are named in the order of their use, others by size. */
const splitOrder = ['train', 'training', 'validation', 'valid', 'val', 'dev', 'test', 'holdout'];

export function factsOf(state: DocumentState): Facts {
  const { dataset, head, loadedRows } = state;
  const columns = dataset?.columns.length ?? head?.columns.length;
  const rows = dataset
    ? (partialWords(dataset) ?? formatCounted(dataset.records, 'row'))
    : head?.records !== undefined
      ? formatCounted(head.records, 'row')
      : loadedRows > 0
        ? `${formatCounted(loadedRows, 'row')} so far`
        : '… rows';
  return {
    rows,
    columns: columns === undefined ? '… columns' : formatCounted(columns, 'column'),
    label: dataset?.roles.label ?? null,
    split: splitWords(state),
    basis: basisWords(state),
    unreadable: dataset?.unreadable ?? 0,
  };
}

/** “partial: the first 1,204,000 rows (34 % of the file)”; null of a dataset that was read to its end. */
export function partialWords({ partial, bytes, records }: Pick<Dataset, 'partial' | 'bytes' | 'records'>): string | null {
  if (!partial) return null;
  if (partial.bytes >= bytes) return `partial: ${formatCounted(records, 'row')}, not all columns read`;
  const share = (partial.bytes / bytes) * 100;
  return `partial: the first ${formatCounted(records, 'row')} (${share < 1 ? 'less than 1' : String(Math.floor(share))} % of the file)`;
}

/** What has been checked: while the labels are learnt, the checks that ask for them have yet to run. null before anything was found. */
export function checkedWords({ findings, work }: Pick<DocumentState, 'findings' | 'work'>): { readonly words: string; readonly title: string } | null {
  if (!findings) return null;
  const running = work.some(({ kind }) => kind === 'check');
  const toCome = findings.skipped.filter((skipped) => skipped.toCome).map(({ check }) => check);
  const words = `checked in ${findings.seconds.toFixed(1)} s`;
  if (running && toCome.length === 0) return { words: 'being checked again', title: 'What is listed was found before' };
  if (toCome.length === 0) return { words, title: 'Time the checks took' };
  const [left, title] = running ? ['under way', 'Under way'] : ['not run yet', 'Not run yet'];
  return { words: `${words} · ${formatCounted(toCome.length, 'check')} ${left}`, title: `${title}: ${toCome.join(', ')}` };
}

function basisWords({ dataset, profiles, phase }: DocumentState): string {
  if (phase !== 'ready' || !dataset) return 'partial: still reading';
  if (dataset.partial) return 'of these rows alone';
  const sampled = profiles.filter((profile) => profile.sampled !== undefined);
  if (sampled.length === 0) return 'exact';
  const smallest = Math.min(...sampled.map((profile) => profile.sampled ?? 0));
  return `figures of ${formatCounted(sampled.length, 'column')} from a sample of ${formatCount(smallest)} rows`;
}

function splitWords({ dataset, profiles }: DocumentState): string | null {
  const column = dataset?.roles.split;
  const profile = profiles.find((candidate) => candidate.column === column);
  if (!column) return null;
  if (!profile || profile.top.length === 0) return column;
  const names = profile.top.flatMap(({ value }) => (value === null ? [] : [value]));
  const rank = (name: string): number => {
    const place = splitOrder.indexOf(name.trim().toLowerCase());
    return place < 0 ? splitOrder.length : place;
  };
  const shown = [...names].sort((a, b) => rank(a) - rank(b)).slice(0, 4);
  return shown.join(' / ') + (profile.distinct > shown.length ? ` +${profile.distinct - shown.length}` : '');
}
