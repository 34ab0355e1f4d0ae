import type { Filter } from '../../src/core/filter.ts';

const sameValues = (a: Filter, b: Filter): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The column and kind that a filter is about: a view has one range, one list of values and so on for a column. */
function subject(filter: Filter): string {
  switch (filter.kind) {
    case 'values':
      return `values ${filter.exclude ? 'not ' : ''}${filter.column}`;
    case 'range':
    case 'missing':
    case 'mistyped':
    case 'weekday':
      return `${filter.kind} ${filter.column}`;
    case 'contains':
      return `contains ${filter.column ?? ''} ${filter.text}`;
    default:
      return filter.kind;
  }
}

/** Sets a filter in place of one about the same thing; the same one again takes it away. */
export function toggleFilter(filters: readonly Filter[], filter: Filter): readonly Filter[] {
  const index = filters.findIndex((other) => subject(other) === subject(filter));
  if (index < 0) return [...filters, filter];
  return sameValues(filters[index]!, filter) ? filters.toSpliced(index, 1) : filters.with(index, filter);
}

/** Sets a filter in place of one about the same thing. */
export function setFilter(filters: readonly Filter[], filter: Filter): readonly Filter[] {
  const index = filters.findIndex((other) => subject(other) === subject(filter));
  return index < 0 ? [...filters, filter] : filters.with(index, filter);
}

/** Adds the values of a filter to those chosen before, or takes away the ones that were. */
export function joinValues(filters: readonly Filter[], filter: Extract<Filter, { kind: 'values' }>): readonly Filter[] {
  const index = filters.findIndex((other) => subject(other) === subject(filter));
  const chosen = filters[index];
  if (chosen?.kind !== 'values') return [...filters, filter];
  const kept = chosen.values.filter((value) => !filter.values.includes(value));
  const values = [...kept, ...filter.values.filter((value) => !chosen.values.includes(value))];
  return values.length === 0 ? filters.toSpliced(index, 1) : filters.with(index, { ...chosen, values });
}
