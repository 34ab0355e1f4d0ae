/** `a`, `a and b`, `a, b and c`; `or` in place of `and` where one of them is wanted. */
export function listInWords(items: readonly string[], last: 'and' | 'or' = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)!}`;
}
