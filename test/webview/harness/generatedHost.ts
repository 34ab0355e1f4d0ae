import type { View } from '../../../src/core/filter.ts';
import type { ColumnProfile } from '../../../src/core/profile.ts';
import type { Column } from '../../../src/core/schema.ts';
import type { RowMark, WindowParams, WindowResult } from '../../../src/protocol/engineMethods.ts';
import { startingState, type DocumentState } from '../../../src/protocol/methods.ts';
import { abortError } from '../../../src/protocol/rpc.ts';
import type { Host } from '../../../webview/host.ts';

export interface GeneratedTable {
  readonly rows: number;
  readonly columns: readonly Column[];
  cell(row: number, column: string): string | null;
  mark?(row: number): RowMark | null;
  readonly profiles?: readonly ColumnProfile[];
  readonly roles?: { readonly label?: string; readonly content?: readonly string[]; readonly split?: string; readonly segments?: readonly string[] };
}

/** A number that looks like chance and is the same each time. */
export function hash(row: number, column: number): number {
  let h = (Math.imul(row, 2654435761) + Math.imul(column, 40503)) >>> 0;
  h ^= h >>> 15;
  h = Math.imul(h, 2246822519) >>> 0;
  return (h ^ (h >>> 13)) >>> 0;
}

const words = 'the quick brown fox jumps over a lazy dog while model training loss remains flat'.split(' ');

/** A wide table of any number of rows, none of which is ever stored. */
export function wideTable(rows: number, columnCount: number): GeneratedTable {
  const columns = Array.from({ length: columnCount }, (_, index): Column => ({
    name: index === 0 ? 'text' : index % 5 === 3 ? `label_${index}` : `feature_${index}`, index, type: index === 0 || index % 5 === 3 ? 'text' : 'number',
  }));
  const places = new Map(columns.map(({ name, index }) => [name, index]));
  const cell = (row: number, name: string): string => {
    const index = places.get(name) ?? 0;
    const h = hash(row, index);
    if (index === 0) return `row ${row} ${words[h % words.length]} ${words[(h >>> 4) % words.length]} ${words[(h >>> 8) % words.length]}`;
    return columns[index]!.type === 'text' ? words[h % 7]! : (h / 2 ** 32).toFixed(4);
  };
  return { rows, columns, cell };
}

/** The state of a document that shows a table. */
export function generatedState(table: GeneratedTable): DocumentState {
  const { rows, columns, profiles = [], roles = {} } = table;
  return {
    ...startingState, name: 'generated.csv', phase: 'ready', profiles,
    dataset: {
      path: '/generated.csv', name: 'generated.csv', format: 'csv', bytes: 0, columns, records: rows, rows, unreadable: 0, hasLines: true,
      roles: { content: [], segments: [], probabilities: [], annotators: [], ...roles }, inference: [], key: [], notices: [],
    },
  };
}

/** What the page has asked for. */
export interface GeneratedAsked {
  readonly counts: { windows: number; aborted: number };
  /** Milliseconds that every answer takes from now on. */
  readonly pace: { latency: number };
  readonly copied: string[];
  /** Columns of each window. */
  readonly fetched: (readonly string[])[];
  readonly preferred: (readonly string[])[];
  readonly exact: string[];
}

type Call = Host['call'];

/** A host that answers for a generated table after `latency` milliseconds, or what `pace` says by then, and counts what it was asked. */
export function generatedHost(table: GeneratedTable, latency: number): Host & GeneratedAsked {
  const counts = { windows: 0, aborted: 0 };
  const pace = { latency };
  const copied: string[] = [];
  const preferred: (readonly string[])[] = [];
  const exact: string[] = [];
  const fetched: (readonly string[])[] = [];
  const rowsOf = ({ filters }: View): number => (filters.length > 0 ? Math.floor(table.rows / 10) : table.rows);
  const rowAt = (view: View, position: number): number => {
    const inFilter = view.filters.length > 0 ? position * 10 : position;
    return view.sort?.descending ? table.rows - inFilter : inFilter + 1;
  };
  const positionOf = (view: View, row: number): number | null => {
    const place = view.sort?.descending ? table.rows - row : row - 1;
    if (view.filters.length === 0) return place;
    return place % 10 === 0 ? place / 10 : null;
  };
  const window = ({ view, offset, limit, columns }: Omit<WindowParams, 'id'>): WindowResult => {
    const total = rowsOf(view);
    const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) => rowAt(view, offset + index));
    const cells = columns.map((column) => {
      const values = rows.map((row) => table.cell(row, column));
      return { text: values.map((value) => value ?? ''), codes: Uint8Array.from(values, (value) => (value === null ? 1 : 0)) };
    });
    return { total, offset, rows, cells, marks: rows.flatMap((row) => table.mark?.(row) ?? []) };
  };
  const answers: Record<string, (params: never) => unknown> = {
    window: (params: Omit<WindowParams, 'id'>) => window(params),
    positionOf: ({ view, row }: { view: View; row: number }) => positionOf(view, row),
    row: ({ row }: { row: number }) => ({
      row, line: row + 1, cells: table.columns.map(({ name }) => ({ column: name, text: table.cell(row, name) })), findings: [], decisions: [], key: {},
    }),
    values: ({ column, search = '', limit }: { column: string; search?: string; limit: number }) => {
      const all = (table.profiles?.find((profile) => profile.column === column)?.top ?? []).filter(({ value }) => (value ?? '').includes(search));
      return { values: all.slice(0, limit), distinct: all.length };
    },
    find: ({ view, text, position, backwards, columns }: { view: View; text: string; position: number; backwards: boolean; columns: readonly string[] }) => {
      const step = backwards ? -1 : 1;
      for (let at = position + step, tries = 0; at >= 0 && at < rowsOf(view) && tries < 100_000; at += step, tries++) {
        const row = rowAt(view, at);
        const column = columns.find((name) => table.cell(row, name)?.toLowerCase().includes(text.toLowerCase()));
        if (column !== undefined) return { position: at, row, column };
      }
      return null;
    },
    preferColumns: ({ columns }: { columns: readonly string[] }) => void preferred.push(columns),
    exactProfile: ({ column }: { column: string }) => void exact.push(column),
    copy: ({ text }: { text: string }) => void copied.push(text),
  };
  const call = (method: string, params: never, options: { signal?: AbortSignal } = {}): Promise<unknown> => {
    if (method === 'window') {
      counts.windows++;
      fetched.push((params as { columns: readonly string[] }).columns);
    }
    return new Promise((resolve, reject) => {
      const answer = answers[method];
      if (!answer) return reject(new Error(`${method} is not generated`));
      const timer = setTimeout(() => resolve(answer(params)), pace.latency);
      options.signal?.addEventListener('abort', () => {
        counts.aborted++;
        clearTimeout(timer);
        reject(abortError());
      });
    });
  };
  return { call: call as Call, close: () => undefined, counts, pace, copied, preferred, exact, fetched };
}
