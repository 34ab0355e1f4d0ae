/** The numbers of a list that is written as text (`[0.1, 0.2]`, or parted by spaces); null where it is none. */
export function numbersOf(text: string | null): number[] | null {
  const inner = text?.trim().replace(/^\[|\]$/g, '').trim() ?? '';
  if (inner === '') return null;
  const numbers = inner.split(/[\s,;]+/).map(Number);
  return numbers.every(Number.isFinite) ? numbers : null;
}

/** The cosine of the angle between two lists of numbers; null where their lengths differ or one has no direction. */
export function cosineSimilarity(a: readonly number[], b: readonly number[]): number | null {
  if (a.length !== b.length) return null;
  const dot = (x: readonly number[], y: readonly number[]): number => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  const lengths = Math.sqrt(dot(a, a) * dot(b, b));
  return lengths > 0 && lengths < Infinity ? Math.min(1, Math.max(-1, dot(a, b) / lengths)) : null;
}
