import { isClassLabel } from '../../checks/parts/labels.ts';
import type { VersionSummary } from '../../core/fileVersion.ts';
import type { LoadProgress, WorkProgress } from '../../protocol/engineMethods.ts';
import type { VersionParams } from '../../protocol/historyMethods.ts';
import { readValues } from '../crossTab.ts';
import type { DatasetSession } from '../session.ts';
import { VersionCache } from './versionCache.ts';

/** Labels whose counts are kept of a version. */
const mostLabels = 50;

type Open = (path: string, signal: AbortSignal, progress: (value: LoadProgress) => void) => Promise<DatasetSession>;

/** Finds what is in a version, or reads it from what is given of its content and keeps that. */
export async function describeVersion(
  params: VersionParams,
  open: Open,
  signal: AbortSignal,
  progress: (value: WorkProgress) => void,
): Promise<VersionSummary | null> {
  const cache = new VersionCache(params);
  const known = await cache.read();
  if (known || !params.content) return known?.summary ?? null;
  const session = await open(params.content.path, signal, ({ words, fraction }) =>
    progress({ words, ...(fraction !== undefined && { fraction }) }),
  );
  try {
    const summary = await summarise(session, params.label, params.content, signal);
    await cache.write({ summary, profile: await session.drift.profileText(signal) });
    return summary;
  } finally {
    await session.close();
  }
}

/** What is in an open dataset. `label`: the column to count, where it is there. */
async function summarise(
  session: DatasetSession,
  label: string | undefined,
  { bytes, hash }: { readonly bytes: number; readonly hash?: string },
  signal?: AbortSignal,
): Promise<VersionSummary> {
  const { dataset, profiles, table } = session;
  const wanted = profiles.find(({ column }) => column === label) ?? profiles.find(({ column }) => column === dataset.roles.label);
  const counted = wanted && isClassLabel(wanted) ? wanted.column : undefined;
  const { values } = counted === undefined ? { values: [] } : await readValues(table, counted, undefined, mostLabels, signal);
  const listed = values.reduce((sum, { count }) => sum + count, 0);
  return {
    bytes,
    ...(hash !== undefined && { hash }),
    rows: dataset.rows,
    unreadable: dataset.unreadable,
    columns: dataset.columns.map(({ name }) => name),
    ...(counted !== undefined && { label: counted }),
    labels: values,
    otherLabels: counted === undefined ? 0 : dataset.rows - listed,
  };
}
