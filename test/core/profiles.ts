import type { ColumnProfile } from '../../src/core/profile.ts';
import type { ColumnType } from '../../src/core/schema.ts';

/** The profile of a small column, counted the way the engine does; for tests that need one without an engine. */
export function profileOf(column: string, type: ColumnType, values: readonly (string | null)[]): ColumnProfile {
  const present = values.filter((value) => value !== null);
  const counts = new Map<string | null, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const distinct = new Set(present).size;
  const numeric = type === 'integer' || type === 'number';
  const sorted = numeric ? [...present].sort((a, b) => Number(a) - Number(b)) : [...present].sort();
  const mean = present.reduce((sum, value) => sum + Number(value), 0) / present.length;
  return {
    column, type, rows: values.length,
    nulls: values.length - present.length,
    blanks: present.filter((value) => value.trim() === '').length,
    distinct, distinctIsExact: true,
    min: sorted[0], max: sorted.at(-1),
    ...(numeric ? { mean } : {}),
    meanLength: present.reduce((sum, value) => sum + value.length, 0) / Math.max(1, present.length),
    maxLength: Math.max(0, ...present.map((value) => value.length)),
    top: distinct > 50 ? [] : [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count),
    histogram: [],
  };
}

/** `n` values by position. */
export function values(n: number, value: (index: number) => string | null): (string | null)[] {
  return Array.from({ length: n }, (_, index) => value(index));
}

/** Takes turns among the values. */
export function cycle(n: number, ...among: (string | null)[]): (string | null)[] {
  return values(n, (index) => among[index % among.length] ?? null);
}
