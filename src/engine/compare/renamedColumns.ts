import type { Pairing } from '../../core/compare/pairing.ts';
import type { SchemaChanges } from '../../protocol/compareMethods.ts';
import { requireColumn } from '../openTable.ts';
import { areWrittenAlike } from './comparedColumns.ts';
import { comparableText, samenessOf } from './comparableText.ts';
import type { HashSource } from './rowHashes.ts';
import { readCellHashes } from './rowHashes.ts';
import type { Version } from './rowMatching.ts';

/** Matched rows whose cells are looked at, spread over the file. */
const looked = 2000;
const leastShare = 0.9;
/** Removed and added columns that are tried with each other. */
const mostTried = 40;

/**
 * Guesses which removed column is which added one: by the cells of rows that were matched without them. A column of one
 * value is guessed at by nothing.
 */
export async function guessRenamed(
  versions: { readonly before: Version; readonly after: Version },
  sources: { readonly before: HashSource; readonly after: HashSource },
  { added, removed }: SchemaChanges,
  { ofAfter, pairs }: Pairing,
): Promise<SchemaChanges['renamed']> {
  if (added.length === 0 || removed.length === 0 || pairs === 0) return [];
  const every = Math.max(1, Math.floor(pairs / looked));
  let seen = 0;
  const rows = Int32Array.from([...ofAfter.keys()].filter((row) => ofAfter[row] !== 0 && seen++ % every === 0));
  const partners = rows.map((row) => ofAfter[row]!);
  const betweenFormats = !areWrittenAlike(versions.before.dataset.format, versions.after.dataset.format);
  const found: { from: string; to: string; share: number }[] = [];
  for (const { column: to } of added.slice(0, mostTried)) {
    const now = requireColumn(versions.after.table, to);
    for (const { column: from } of removed.slice(0, mostTried)) {
      const old = requireColumn(versions.before.table, from);
      const sameness = samenessOf(old, now);
      const [was] = await readCellHashes(sources.before, [comparableText(old, sameness, betweenFormats)], partners);
      const [is] = await readCellHashes(sources.after, [comparableText(now, sameness, betweenFormats)], rows);
      if (new Set(was).size < 2) continue;
      const share = is!.reduce((equal, hash, place) => equal + (hash === was![place] ? 1 : 0), 0) / rows.length;
      if (share >= leastShare) found.push({ from, to, share });
    }
  }
  found.sort((a, b) => b.share - a.share);
  return found.filter((guess, place) => found.findIndex((other) => other.from === guess.from || other.to === guess.to) === place);
}
