import type { Dataset } from '../../core/dataset.ts';
import { isUniqueKey } from '../keys.ts';
import type { OpenTable } from '../openTable.ts';

/** One of the two versions, as a comparison sees it. */
export interface Version {
  readonly table: OpenTable;
  readonly dataset: Dataset;
}

export interface RowMatching {
  /** Columns that name a row; empty: its content does. */
  readonly key: readonly string[];
  readonly possible: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/**
 * What rows are matched by: the columns asked for, else a key of either version that tells the rows of both apart, else
 * the content. Throws where a column asked for is not in both.
 */
export async function chooseMatching(before: Version, after: Version, asked: readonly string[] | undefined, signal: AbortSignal): Promise<RowMatching> {
  const inBoth = (name: string): boolean => [before, after].every(({ table }) => table.columns.some((column) => column.name === name));
  const candidates = uniqueKeys([after.dataset.key, before.dataset.key, [after.dataset.roles.id ?? ''], [before.dataset.roles.id ?? '']]);
  const possible = candidates.filter((key) => key.every(inBoth));
  if (asked) {
    const absent = asked.filter((name) => !inBoth(name));
    if (absent.length > 0)
      throw new Error(
        `Rows cannot be matched by ${quoted(absent)}: not both versions have ${absent.length === 1 ? 'such a column' : 'such columns'}.`,
      );
    return { key: asked, possible: uniqueKeys([...possible, asked]), notes: await repeats(before, after, asked, signal) };
  }
  const notes: string[] = [];
  for (const key of possible) {
    const faults = await repeats(before, after, key, signal);
    if (faults.length === 0) return { key, possible, notes: [] };
    notes.push(...faults);
  }
  for (const key of candidates.filter((each) => !possible.includes(each))) notes.push(`Only one version has ${quoted(key)}, which names the rows there.`);
  return { key: [], possible, notes: notes.length === 0 ? [] : [...notes, 'Rows were therefore matched by their content.'] };
}

async function repeats(before: Version, after: Version, key: readonly string[], signal: AbortSignal): Promise<string[]> {
  if (key.length === 0) return [];
  const notes: string[] = [];
  for (const [version, words] of [[before, 'before'], [after, 'after']] as const) {
    const known = version.dataset.key.join('\0') === key.join('\0');
    if (!known && !(await isUniqueKey(version.table, key, signal)))
      notes.push(`${quoted(key)} does not tell all rows of the version ${words} apart: values repeat or are missing.`);
  }
  return notes;
}

function uniqueKeys(keys: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(keys.filter((key) => key.length > 0 && key[0] !== '').map((key) => [JSON.stringify(key), key])).values()];
}

const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');
