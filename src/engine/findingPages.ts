import type { FindingRow } from '../core/finding.ts';
import { contentColumns, type Roles } from '../core/roles.ts';
import { cellCodes } from '../formats/format.ts';
import type { FindingPage, ListedFinding } from '../protocol/engineMethods.ts';
import { readCells } from './cells.ts';
import { type FindingStore, titleOf } from './findingStore.ts';
import type { RowKeys } from './keys.ts';
import type { OpenTable } from './openTable.ts';
import { cutText } from './window.ts';

export interface FindingQuery {
  readonly check?: string;
  /** One finding by its index, open or not. */
  readonly finding?: number;
  readonly offset: number;
  readonly limit: number;
  /** The findings' rows uncut, with keys. */
  readonly allRows?: boolean;
}

interface FindingSource {
  readonly table: OpenTable;
  readonly keys: RowKeys;
  readonly store: FindingStore;
  readonly roles: Roles;
}

const shownRows = 50;
const previewLength = 300;
const previewColumns = 4;

/** A page of open findings, worst first. */
export async function pageFindings(source: FindingSource, { check, finding, offset, limit, allRows = false }: FindingQuery, signal?: AbortSignal): Promise<FindingPage> {
  const { store } = source;
  const all = finding === undefined ? store.listed(check) : store.findings[finding] ? [finding] : [];
  const indexes = all.slice(Math.max(0, offset), Math.max(0, offset) + Math.max(0, limit));
  const previews = await readPreviews(source, indexes, signal);
  const listed: ListedFinding[] = [];
  for (const index of indexes) {
    const whole = store.findings[index]!;
    const open = store.openRowsOf(index);
    const rows = allRows ? await withKeys(source, open, signal) : open.slice(0, shownRows);
    listed.push({ index, title: titleOf(whole), finding: { ...whole, rows }, rowCount: open.length, ...previews.get(index) });
  }
  return { total: all.length, findings: listed };
}

async function withKeys({ keys }: FindingSource, rows: readonly FindingRow[], signal?: AbortSignal): Promise<FindingRow[]> {
  const found = await keys.keysOf(rows.map(({ row }) => row), signal);
  return rows.map((row, index) => ({ ...row, key: found[index]! }));
}

type Preview = Pick<ListedFinding, 'preview' | 'value'>;

/** Of each finding's first open row: the content, and the cell that the finding is about. */
async function readPreviews({ table, store, roles }: FindingSource, indexes: readonly number[], signal?: AbortSignal): Promise<Map<number, Preview>> {
  const firstRows = new Map<number, number>();
  for (const index of indexes) {
    const first = store.openRowsOf(index)[0];
    if (first) firstRows.set(index, first.row);
  }
  const previews = new Map<number, Preview>();
  if (firstRows.size === 0) return previews;
  const names = table.columns.map(({ name }) => name);
  const content = contentColumns(names, roles).slice(0, previewColumns);
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
