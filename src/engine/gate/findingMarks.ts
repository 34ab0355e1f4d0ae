import { sameNames } from '../../core/sameNames.ts';
import { severities } from '../../core/finding.ts';
import { type FindingMarks, hasMarkedRows, type MarkIdentity, subjectText } from '../../core/findingMarks.ts';
import type { FindingSource } from '../findingPages.ts';
import { RowKeys } from '../keys.ts';
import { rowMark } from './rowMark.ts';

/** Rows whose keys are read in one turn. */
const blockLength = 50_000;

/**
 * The open findings as another version of the file can be compared with them. `identity`: what the rows of both are told
 * apart by; without it, what tells the rows of this one apart.
 */
export async function readFindingMarks(
  { table, keys, store }: FindingSource,
  own: readonly string[],
  identity: MarkIdentity | undefined,
  signal?: AbortSignal,
): Promise<FindingMarks> {
  const names = table.columns.map(({ name }) => name);
  const { key, columns } = identity ?? { key: own, columns: names };
  const findings = store.listed(undefined);
  const rowsOf = findings.map((index) => (hasMarkedRows(store.findings[index]!) ? store.openRowsOf(index) : new Int32Array()));
  const isOwn = sameNames(key, own) && (key.length > 0 || sameNames([...columns].sort(), [...names].sort()));
  const marks = await marksOf(rowsOf, isOwn ? keys : new RowKeys(table, key, { contentColumns: columns }), signal);
  const subjects = new Map<string, number>();
  const subjectOf = Int32Array.from(findings, (index) => {
    const subject = subjectText(store.findings[index]!);
    const place = subjects.get(subject) ?? subjects.size;
    subjects.set(subject, place);
    return place;
  });
  const ends = new Float64Array(findings.length);
  rowsOf.forEach((rows, place) => void (ends[place] = (ends[place - 1] ?? 0) + rows.length));
  const rows = new BigUint64Array(ends.at(-1) ?? 0);
  rowsOf.forEach((list, place) => list.forEach((row, at) => void (rows[(ends[place - 1] ?? 0) + at] = marks.get(row)!)));
  return {
    key,
    columns,
    subjects: [...subjects.keys()],
    indexes: Int32Array.from(findings, (place) => store.names.of(place)),
    subjectOf,
    ends,
    rows,
    severityOf: Uint8Array.from(findings, (index) => severities.indexOf(store.findings[index]!.severity)),
  };
}

async function marksOf(lists: readonly Int32Array[], keys: RowKeys, signal?: AbortSignal): Promise<Map<number, bigint>> {
  const marks = new Map<number, bigint>();
  for (const list of lists) for (const row of list) marks.set(row, 0n);
  const rows = [...marks.keys()].sort((a, b) => a - b);
  for (let from = 0; from < rows.length; from += blockLength) {
    const block = rows.slice(from, from + blockLength);
    (await keys.keysOf(block, signal)).forEach((key, place) => void marks.set(block[place]!, rowMark(key)));
  }
  return marks;
}
