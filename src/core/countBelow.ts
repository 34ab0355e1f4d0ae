/** How many of ascending numbers are less than `limit`: the place of its first occurrence, or where it would stand. */
export function countBelow(ascending: ArrayLike<number>, limit: number): number {
  return firstPlace(ascending.length, (place) => ascending[place]! >= limit);
}

/** How many of ascending numbers are at most `most`. */
export function countUpTo(ascending: ArrayLike<number>, most: number): number {
  return firstPlace(ascending.length, (place) => ascending[place]! > most);
}

/** The first of `count` places that passes, where all after it pass too; `count` if none does. */
function firstPlace(count: number, passes: (place: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
