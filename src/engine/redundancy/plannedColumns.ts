import { mostSliceColumns, readSliceColumn, sliceColumnNames } from '../../checks/parts/sliceColumns.ts';
import { describeFilter, type Filter } from '../../core/filter.ts';
import { largestChange, type PlannedColumn } from '../../core/redundancyPlan.ts';
import type { NextSource } from '../next/nextToLabel.ts';
import type { PlannedRows } from './plannedRows.ts';

/** Values that a histogram shows; the others are one. */
const mostShown = 20;

/** Which rows are kept: by the plan, and of as many drawn at random. */
export interface Kept {
  readonly after: Uint8Array;
  readonly random: Uint8Array;
}

/** What the plan does to the histograms of the label, the segments and the features. */
export async function planColumns(source: NextSource, planned: PlannedRows, kept: Kept, signal: AbortSignal): Promise<PlannedColumn[]> {
  const { dataset, profiles, table: { relation } } = source;
  const { label } = dataset.roles;
  const columns: PlannedColumn[] = [];
  if (label !== undefined && planned.labels.length > 0) columns.push(histogramOf(label, 'label', planned.labels, planned.classes, kept));
  for (const { column, values, codes } of planned.segments) columns.push(histogramOf(column, 'segment', values, codes, kept));
  const names = sliceColumnNames(dataset, profiles).filter((name) => !dataset.roles.segments.includes(name)).slice(0, mostSliceColumns);
  for (const name of names) {
    const found = await readSliceColumn({ dataset, profiles, relation, signal }, name, planned.places, planned.all.length, 1);
    if (found) columns.push(histogramOf(name, 'feature', found.filters.map(valueWords), found.feature.codes, kept));
  }
  return columns;
}

/** What comes behind the column's name on a chip. */
function valueWords(filter: Filter): string {
  if (filter.kind === 'missing') return '(missing)';
  const column = 'column' in filter ? filter.column : undefined;
  const words = describeFilter(filter);
  return words.slice((column?.length ?? -1) + 1).replace(/^is /, '');
}

function histogramOf(column: string, as: PlannedColumn['as'], values: readonly string[], codes: ArrayLike<number>, { after, random }: Kept): PlannedColumn {
  const counts = [0, 1, 2].map(() => new Array<number>(values.length + 1).fill(0));
  for (let place = 0; place < codes.length; place++) {
    const value = codes[place]! < 0 ? values.length : codes[place]!;
    counts[0]![value]!++;
    counts[1]![value]! += after[place]!;
    counts[2]![value]! += random[place]!;
  }
  const [before, kept, drawn] = counts as [number[], number[], number[]];
  const shown = [...values.keys()].filter((value) => before[value]! > 0).slice(0, mostShown);
  const isShown = new Set(shown);
  const rest = [...before.keys()].filter((value) => !isShown.has(value));
  const sum = (of: readonly number[]): number => rest.reduce((total, value) => total + of[value]!, 0);
  const others = sum(before) === 0 ? [] : [{ value: '(others)', before: sum(before), after: sum(kept), random: sum(drawn) }];
  return {
    column, as,
    values: [...shown.map((value) => ({ value: values[value]!, before: before[value]!, after: kept[value]!, random: drawn[value]! })), ...others],
    change: largestChange(before, kept), randomChange: largestChange(before, drawn),
  };
}
