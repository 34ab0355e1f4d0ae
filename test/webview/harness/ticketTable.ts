import type { ColumnProfile } from '../../../src/core/profile.ts';
import type { Column } from '../../../src/core/schema.ts';
import type { RowMark } from '../../../src/protocol/engineMethods.ts';
import { hash, type GeneratedTable } from './generatedHost.ts';

const labels = ['billing', 'delivery', 'login', 'refund', 'returns', 'other'];
const countries = ['DE', 'FR', 'UK', 'US', 'ES', 'IT', 'PL', 'NL'];
const channels = ['web', 'phone', 'mail'];
const texts = [
  'Charged twice for one order, please look at the second payment', 'Parcel says delivered but nothing is here since Tuesday',
  'Cannot sign in after the update, it asks for a code that never comes', 'I would like my money back for the blue lamp',
  'How do I send back a jacket that is too small', 'The courier left the box in the rain and it is soaked', 'My card was declined but the bank says it is fine',
  'Where is my refund, it has been two weeks', 'The return label does not print on my machine', 'Password reset mail lands nowhere',
];
const names = ['text', 'category', 'country', 'channel', 'confidence', 'split', 'opened'];
const types = ['text', 'text', 'text', 'text', 'number', 'text', 'date'] as const;

/** A table like the sample dataset, with every kind of mark on it. */
export function ticketTable(rows: number): GeneratedTable {
  const columns = names.map((name, index): Column => ({ name, index, type: types[index]! }));
  const cell = (row: number, name: string): string | null => {
    const h = hash(row, 1);
    switch (name) {
      case 'text':
        return row % 97 === 0 ? null : texts[h % texts.length]!;
      case 'category':
        return row % 53 === 0 ? '' : labels[(h >>> 5) % 6]!;
      case 'country':
        return countries[Math.floor(((h >>> 8) % 64) ** 0.5)]!;
      case 'channel':
        return channels[(h >>> 12) % 3]!;
      case 'confidence':
        return (0.4 + ((h >>> 3) % 600) / 1000).toFixed(2);
      case 'split':
        return row % 5 === 0 ? 'test' : 'train';
      default:
        return new Date(Date.UTC(2025, 0, 1) + (h % 500) * 86_400_000).toISOString().slice(0, 10);
    }
  };
  return {
    rows,
    columns,
    cell,
    mark,
    profiles: columns.map((column) => profileOf(column, rows, cell)),
    roles: { label: 'category', content: ['text'], split: 'split', segments: ['country', 'channel'] },
  };
}

function mark(row: number): RowMark | null {
  const of = (flags: RowMark['flags'], decided: RowMark['decided'] = []): RowMark => ({ row, flags, decided });
  switch (row % 19) {
    case 3:
      return of({ category: 'error' });
    case 6:
      return of({ '': 'warning' });
    case 8:
      return of({}, [{ act: 'relabel', column: 'category', to: 'returns' }]);
    case 10:
      return of({ confidence: 'info' });
    case 12:
      return of({}, [{ act: 'accept' , column: 'category' }]);
    case 14:
      return of({}, [{ act: 'ambiguous' }]);
    case 16:
      return row % 2 === 0 ? of({}, [{ act: 'exclude' }]) : of({}, [{ act: 'relabel', column: 'category', to: 'login', conflict: true }]);
    default:
      return null;
  }
}

function profileOf({ name, type }: Column, rows: number, cell: (row: number, name: string) => string | null): ColumnProfile {
  const counts = new Map<string | null, number>();
  const seen = Math.min(rows, 2000);
  for (let row = 1; row <= seen; row++) counts.set(cell(row, name), (counts.get(cell(row, name)) ?? 0) + Math.round(rows / seen));
  const nulls = counts.get(null) ?? 0;
  const top = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
  const filled = top.flatMap(({ value }) => (value === null ? [] : [value])).sort();
  const bins = (from: number, to: number, counted: readonly number[]) => counted.map((count, index) => ({
    from: from + ((to - from) * index) / counted.length, to: from + ((to - from) * (index + 1)) / counted.length, count: count * 10,
  }));
  const histogram =
    name === 'text'
      ? bins(20, 80, [3, 9, 21, 30, 24, 15, 9, 6, 3, 1])
      : name === 'confidence'
        ? bins(0.4, 1, [5, 5, 10, 10, 20, 40, 60, 100])
        : name === 'opened'
          ? bins(Date.UTC(2025, 0, 1), Date.UTC(2026, 4, 15), [4, 5, 6, 5, 7, 8, 7, 9, 9, 8])
          : [];
  return {
    column: name, type, rows, nulls, blanks: counts.get('') ?? 0, distinct: name === 'text' ? 9812 : filled.length, distinctIsExact: name !== 'text',
    ...(filled.length > 0 && type !== 'text' ? { min: filled[0]!, max: filled.at(-1)! } : {}), top: histogram.length > 0 ? [] : top, histogram,
  };
}
