import type { Measurement, Target, Unit } from './measurement.ts';
import { resultOf } from './result.ts';

const header = ['', 'Winnow', 'yardstick', '', 'ratio', 'target', ''] as const;
const rightAligned = new Set([1, 2, 4]);

/** Medians, ratios and targets as lines of text, in groups; what has to be known of a row stands at its end. */
export function renderTable(measurements: readonly Measurement[]): string {
  const groups = [...new Set(measurements.map(({ group }) => group))];
  const rows = new Map(groups.map((group) => [group, measurements.filter((each) => each.group === group).map(toCells)]));
  const all = [[...header], ...[...rows.values()].flat()];
  const widths = header.map((_, column) => Math.max(...all.map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]): string => cells
    .map((cell, column) => (column === header.length - 1 ? cell : rightAligned.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
    .join('  ').trimEnd();
  return [line(header), ...groups.flatMap((group) => ['', group, ...rows.get(group)!.map(line)])].join('\n');
}

function toCells(measurement: Measurement): string[] {
  const { unit, yardstick, target, note = '' } = measurement;
  const { median, yardstickMedian, ratio, reached } = resultOf(measurement);
  const mark = reached === undefined ? '' : reached ? ' ✓' : ' ✗';
  return [
    `  ${measurement.name}`, quantity(median, unit), yardstick ? quantity(yardstickMedian, unit) : '', yardstick?.name ?? '',
    ratio === undefined ? '' : formatRatio(ratio), target ? `${describeTarget(target, unit)}${mark}` : '', note,
  ];
}

export function quantity(value: number | undefined, unit: Unit): string {
  if (value === undefined) return '–';
  switch (unit) {
    case 'ms':
      return value >= 1000 ? `${digits(value / 1000)} s` : `${digits(value)} ms`;
    case 'MB':
      return `${digits(value)} MB`;
    case 'share':
      return `${digits(value * 100)} %`;
    case 'count':
      return digits(value);
  }
}

function describeTarget({ of, atLeast, atMost }: Target, unit: Unit): string {
  const one = (value: number): string => (of === 'ratio' ? formatRatio(value) : quantity(value, unit));
  if (atLeast !== undefined && atMost !== undefined) return `${one(atLeast)} – ${one(atMost)}`;
  return atMost === undefined ? `≥ ${one(atLeast!)}` : `≤ ${one(atMost)}`;
}

const formatRatio = (ratio: number): string => `${ratio < 0.1 ? ratio.toFixed(3) : ratio < 100 ? ratio.toFixed(2) : Math.round(ratio)} ×`;

const digits = (value: number): string => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(Math.abs(value) >= 10 ? 1 : 2));
