/** A label, and the key that gives it. */
export interface KeyedLabel {
  readonly key: string;
  readonly label: string;
}

const ownDigit = /^\s*([0-9])(\.0*)?\s*$/;
const freeDigits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/**
 * The labels that have digits, in the order of these. A label that is a digit itself ("0", "3.0") has that one, so that
 * no key gives another number than the one that is on it; the others have those that are left, from 1 on, in their
 * order. What is left over is picked by name.
 */
export function digitKeys(labels: readonly string[]): KeyedLabel[] {
  const taken = new Map<string, string>();
  const others: string[] = [];
  for (const label of labels) {
    const digit = ownDigit.exec(label)?.[1];
    if (digit !== undefined && !taken.has(digit)) taken.set(digit, label);
    else others.push(label);
  }
  const free = freeDigits.filter((digit) => !taken.has(digit));
  others.slice(0, free.length).forEach((label, place) => taken.set(free[place]!, label));
  return [...taken].map(([key, label]) => ({ key, label })).sort((a, b) => Number(a.key) - Number(b.key));
}

/** The label of a key, where the key is a digit that has one. */
export function labelOfKey(keyed: readonly KeyedLabel[], key: string): string | undefined {
  return keyed.find((each) => each.key === key)?.label;
}
