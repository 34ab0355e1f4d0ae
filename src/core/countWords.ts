/** `12,480`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** All rows of a file, as its row numbers count them: `2,000 rows, 2 of them unreadable`. */
export function rowsInWords({ records, unreadable }: { readonly records: number; readonly unreadable: number }): string {
  return unreadable === 0 ? countOf(records, 'row') : `${countOf(records, 'row')}, ${formatCount(unreadable)} of them unreadable`;
}

/** `1 row`, `12,480 rows`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}
