import { formatCount } from './countWords.ts';

/**
 * Where the rows of orphaned decisions are not, in words that follow “about rows that are not in”: a row that does not
 * parse has no key columns by which a decision could find it.
 */
export function orphanPlace(unreadable: number, where = 'the file'): string {
  return unreadable === 0 ? where : `${where}, or do not parse (${formatCount(unreadable)} ${unreadable === 1 ? 'row of it does' : 'rows of it do'} not)`;
}
