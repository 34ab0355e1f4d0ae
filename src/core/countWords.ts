/** `12,480`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 row`, `12,480 rows`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}
