import { listInWords } from '../../core/listInWords.ts';

const wholeNumber = /^\s*\d+(?:\.0+)?\s*$/;
/** Labels that a sentence names. */
const mostNamed = 5;

/**
 * Labels that are the numbers of classes, from 0 or from 1 on, by their places among so many classes; one that no row has
 * stands there as its number. null: they are none, or nothing tells which number is the first: of three classes, 1 and 2
 * are the first two or the last two.
 */
export function labelsByPlace(labels: readonly string[], count: number): readonly string[] | null {
  if (labels.length === 0 || !labels.every((label) => wholeNumber.test(label))) return null;
  const known = new Map(labels.map((label) => [Number(label), label]));
  const numbers = [...known.keys()];
  const greatest = numbers.reduce((most, number) => Math.max(most, number), 0);
  const first = known.has(0) ? 0 : 1;
  if (known.size < labels.length || (first === 0 ? greatest >= count : greatest !== count)) return null;
  return Array.from({ length: count }, (_, place) => known.get(place + first) ?? String(place + first));
}

/** Whether labels are numbers of some of so many classes, of which nothing tells the first. */
export function couldBeginTwice(labels: readonly string[], count: number): boolean {
  return labels.length > 0 && labels.every((label) => wholeNumber.test(label) && Number(label) > 0 && Number(label) < count);
}

/** “0” is “negative” and “1” is “positive”. */
export function numbersInWords(labels: readonly string[], names: readonly string[]): string {
  const pairs = labels.slice(0, mostNamed).map((label, place) => `“${label}” is “${names[place]!}”`);
  return listInWords(labels.length > mostNamed ? [...pairs, 'so on'] : pairs);
}
