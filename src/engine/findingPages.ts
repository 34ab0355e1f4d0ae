import type { Finding, FindingRow, KeptFinding } from '../core/finding.ts';
import { contentColumns, type Roles } from '../core/roles.ts';
import { cellCodes } from '../formats/format.ts';
import type { FindingPage, FindingRows, ListedFinding } from '../protocol/findingMethods.ts';
import { readCells } from './cells.ts';
import { type FindingStore, titleOf } from './findingStore.ts';
import type { RowKeys } from './keys.ts';
import type { OpenTable } from './openTable.ts';
import { cutText } from './window.ts';

export interface FindingQuery {
  readonly check?: string;
  /** One finding by its name, open or not. */
  readonly finding?: number;
  readonly offset: number;
  readonly limit: number;
  /** The findings' rows with keys, as many as a page takes: `rowCount` says how many there are, `findingRows` has the others. */
  readonly allRows?: boolean;
}

export interface FindingSource {
  readonly table: OpenTable;
  readonly keys: RowKeys;
  readonly store: FindingStore;
  readonly roles: Roles;
}

const shownRows = 50;
/** Rows of all findings of a page together, where all are asked for: each is an object with a line and a key. */
const mostRows = 50_000;
const previewLength = 300;
const previewColumns = 4;

/** A page of open findings, worst first. */
export async function pageFindings(
  source: FindingSource,
  { check, finding, offset, limit, allRows = false }: FindingQuery,
  signal?: AbortSignal,
): Promise<FindingPage> {
  const { store } = source;
  const named = finding === undefined ? -1 : store.names.placeOf(finding);
  const all = finding === undefined ? store.listed(check) : named >= 0 ? [named] : [];
  const wanted = all.slice(Math.max(0, offset), Math.max(0, offset) + Math.max(0, limit));
  const indexes = allRows ? fitting(store, wanted) : wanted;
  const previews = await readPreviews(source, indexes, signal);
  const described = await describeRows(
    source,
    indexes.map((index) => store.openRowsOf(index).subarray(0, allRows ? mostRows : shownRows)),
    allRows,
    signal,
  );
  const findings = indexes.map((index, place): ListedFinding => {
    const whole = store.findings[index]!;
    return {
      index: store.names.of(index),
      title: titleOf(whole),
      finding: sentFinding(whole, described[place]!, allRows ? mostRows : shownRows),
      rowCount: store.openRowCount(index),
      ...previews.get(index),
    };
  });
  return { total: all.length, findings };
}

/** As many of the findings as have room for all of their rows on one page, and one at least. */
function fitting(store: FindingStore, indexes: readonly number[]): number[] {
  let rows = 0;
  return indexes.filter((index, place) => (rows += store.openRowCount(index)) <= mostRows || place === 0);
}

/** Open rows of one finding, with lines and keys, in turns: of millions, no message holds all. */
export async function pageFindingRows(source: FindingSource, finding: number, offset: number, limit: number, signal?: AbortSignal): Promise<FindingRows> {
  const place = source.store.names.placeOf(finding);
  const open = source.store.isOpen(place) ? source.store.openRowsOf(place) : new Int32Array();
  const from = Math.max(0, offset);
  const [rows = []] = await describeRows(source, [open.subarray(from, from + Math.max(0, Math.min(limit, mostRows)))], true, signal);
  return { total: open.length, rows };
}

/**
 * A finding as it is sent: with these of its rows, and at most so many of those that it suggests to exclude, one of
 * which may be asked for.
 */
export function sentFinding(finding: KeptFinding, rows: readonly FindingRow[], most: number, asked?: number): Finding {
  const { suggestion, ...rest } = finding;
  if (suggestion === undefined) return { ...rest, rows };
  if (suggestion.act !== 'exclude') return { ...rest, rows, suggestion };
  const some = [...suggestion.rows.subarray(0, most)];
  if (asked !== undefined && !some.includes(asked) && suggestion.rows.includes(asked)) some.push(asked);
  const more = suggestion.rows.length - some.length;
  return { ...rest, rows, suggestion: { ...suggestion, rows: some, ...(more > 0 && { more }) } };
}

/** Rows of several findings with their source lines, and with keys where they are wanted: each asked for once. */
async function describeRows({ table, keys }: FindingSource, lists: readonly Int32Array[], withKeys: boolean, signal?: AbortSignal): Promise<FindingRow[][]> {
  const rows = [...new Set(lists.flatMap((list) => [...list]))].sort((a, b) => a - b);
  if (rows.length === 0) return lists.map(() => []);
  const lines = await table.lines(rows);
  const found = withKeys ? await keys.keysOf(rows, signal) : [];
  const described = new Map(rows.map((row, index): [number, FindingRow] => {
    const line = lines[index];
    return [row, { row, ...(typeof line === 'number' && { line }), ...(found[index] && { key: found[index] }) }];
  }));
  return lists.map((list) => Array.from(list, (row) => described.get(row)!));
}

type Preview = Pick<ListedFinding, 'preview' | 'value'>;

/** Of each finding's first open row: the content, and the cell that the finding is about. */
async function readPreviews({ table, store, roles }: FindingSource, indexes: readonly number[], signal?: AbortSignal): Promise<Map<number, Preview>> {
  const firstRows = new Map<number, number>();
  for (const index of indexes) {
    const first = store.openRowsOf(index)[0];
    if (first !== undefined) firstRows.set(index, first);
  }
  const previews = new Map<number, Preview>();
  if (firstRows.size === 0) return previews;
  const names = table.columns.map(({ name }) => name);
  const columnsOfContent = contentColumns(names, roles);
  const readable = columnsOfContent.filter((name) => name !== roles.embedding);
  const content = (readable.length > 0 ? readable : columnsOfContent).slice(0, previewColumns);
  const about = [...new Set(indexes.map((index) => store.findings[index]!.column).filter((name) => name !== undefined && names.includes(name)))] as string[];
  const columns = [...new Set([...content, ...about])];
  const rows = Int32Array.from(new Set(firstRows.values()));
  const cells = await readCells(table, rows, columns, previewLength, signal);
  for (const [index, row] of firstRows) {
    const place = rows.indexOf(row);
    const cell = (name: string): string | null => {
      const at = columns.indexOf(name);
      const code = cells.codes[at]?.[place];
      return code === cellCodes.value || (code === cellCodes.unreadable && at === 0) ? cutText(cells.text[at]![place]!, previewLength) : null;
    };
    const texts = content.map(cell).filter((text) => text !== null && text.trim() !== '');
    const column = store.findings[index]!.column;
    previews.set(index, {
      ...(texts.length > 0 && { preview: cutText(texts.join(' · '), previewLength) }),
      ...(column !== undefined && about.includes(column) && { value: cell(column) }),
    });
  }
  return previews;
}
