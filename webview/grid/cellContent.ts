import { severities, type Severity } from '../../src/core/finding.ts';
import { annotationWords } from '../../src/core/taxonomy.ts';
import type { RowMark } from '../../src/protocol/engineMethods.ts';
import { visibleText } from './cellText.ts';
import type { GridColumn } from './columns.ts';
import type { Page } from './pages.ts';

export type CellKind = 'value' | 'null' | 'absent' | 'empty' | 'unreadable' | 'pending';

/** The mark before a value: its worst open finding, or what has been decided about it. */
export type CellDot = Severity | 'decided' | 'conflict' | 'accepted' | 'ambiguous';

/** What a cell shows. */
export interface CellContent {
  readonly text: string;
  readonly kind: CellKind;
  readonly dot: CellDot | null;
  /** The file's own value where another has been decided upon. */
  readonly was: string | null;
  /** The colour of its label, where the taxonomy gives it one. */
  readonly colour?: string;
}

/** The codes of a window's cells; 0 is a value. */
const nullCode = 1;
const absentCode = 2;
const unreadableCode = 3;

export const pendingCell: CellContent = { text: '…', kind: 'pending', dot: null, was: null };

/** The cell of the row at `index` of its page. */
export function cellContent(page: Page, index: number, column: GridColumn, mark: RowMark | undefined): CellContent {
  const content = column.annotation ? annotationContent(column, mark) : fileContent(page, index, column, mark);
  const colour = content.kind === 'value' ? column.colours?.get(content.text) : undefined;
  return colour === undefined ? content : { ...content, colour };
}

/** What people filled in, newest first; several values where they differ. */
function annotationContent(column: GridColumn, mark: RowMark | undefined): CellContent {
  const cells = mark?.annotations;
  const filled = cells && Object.hasOwn(cells, column.name) ? cells[column.name] : undefined;
  const words = filled?.values.map((value) => annotationWords(column.annotation, value)).join(' | ');
  return filled && words !== undefined
    ? { text: visibleText(words), kind: 'value', dot: filled.values.length > 1 ? 'conflict' : null, was: null }
    : { text: '', kind: 'value', dot: null, was: null };
}

function fileContent(page: Page, index: number, column: GridColumn, mark: RowMark | undefined): CellContent {
  const cells = page.cells.get(column.name);
  const text = cells?.text[index];
  if (!cells || text === undefined) return pendingCell;
  const [shown, kind] = wordsFor(text, cells.codes?.[index] ?? 0);
  if (!mark) return { text: shown, kind, dot: null, was: null };
  const change = decidedValue(mark, column);
  const dot = dotOf(mark, column);
  if (!change || change.to === undefined || change.to === (kind === 'null' || kind === 'absent' ? null : text)) return { text: shown, kind, dot, was: null };
  const [now, nowKind] = wordsFor(change.to ?? '', change.to === null ? nullCode : 0);
  return { text: now, kind: nowKind, dot, was: shown };
}

/**
 * The worst open finding that no cell in sight shows, for the row number's cell. What is wrong with a row as a whole
 * is shown by its label.
 */
export function rowDot(mark: RowMark | undefined, label: string | undefined, inSight: (column: string) => boolean): Severity | null {
  if (!mark) return null;
  const unseen = Object.entries(mark.flags).filter(([column]) => (column === '' ? label === undefined || !inSight(label) : !inSight(column)));
  return severities.find((severity) => unseen.some(([, worst]) => worst === severity)) ?? null;
}

/** Severities have their colours from the page; what people decided has marks of its own. */
export function dotClass(dot: CellDot | null): string {
  return dot === null ? 'dot' : (severities as readonly string[]).includes(dot) ? `dot ${dot}` : `dot mark-${dot}`;
}

/** What the marks of a row say in words, for a screen reader and on hover. */
export function markWords(dot: CellDot, was: string | null): string {
  switch (dot) {
    case 'decided':
      return was === null ? 'decided' : `decided; the file says ${was}`;
    case 'conflict':
      return 'decisions disagree, or the file has changed since';
    case 'accepted':
      return 'accepted as it is';
    case 'ambiguous':
      return 'marked as ambiguous';
    default:
      return `flagged: ${dot}`;
  }
}

export function isExcluded(mark: RowMark | undefined): boolean {
  return mark?.decided.some(({ act }) => act === 'exclude') ?? false;
}

export function isUnreadable(page: Page, index: number): boolean {
  for (const cells of page.cells.values()) return cells.codes?.[index] === unreadableCode;
  return false;
}

/** The record's own text, for a row that does not parse. */
export function unreadableText(page: Page, index: number): string {
  for (const cells of page.cells.values()) if (cells.text[index]) return visibleText(cells.text[index]);
  return '';
}

function wordsFor(text: string, code: number): [string, CellKind] {
  if (code === nullCode) return ['missing', 'null'];
  if (code === absentCode) return ['—', 'absent'];
  if (code === unreadableCode) return [visibleText(text), 'unreadable'];
  return text === '' ? ['empty', 'empty'] : [visibleText(text), 'value'];
}

function decidedValue(mark: RowMark, column: GridColumn): RowMark['decided'][number] | undefined {
  return mark.decided.findLast((entry) => (entry.act === 'relabel' || entry.act === 'set') && concerns(entry.column, column));
}

/** A relabel without a column is about the label. */
function concerns(named: string | undefined, column: GridColumn): boolean {
  return named === undefined ? column.role === 'label' : named === column.name;
}

function dotOf(mark: RowMark, column: GridColumn): CellDot | null {
  const change = decidedValue(mark, column);
  if (change?.conflict) return 'conflict';
  const own = Object.hasOwn(mark.flags, column.name) ? mark.flags[column.name] : undefined;
  const flags = column.role === 'label' ? [own, mark.flags['']] : [own];
  const worst = severities.find((severity) => flags.includes(severity));
  if (worst) return worst;
  if (change) return 'decided';
  const standing = mark.decided.findLast((entry) => (entry.act === 'ambiguous' || entry.act === 'accept') && concerns(entry.column, column));
  if (!standing) return null;
  return standing.act === 'accept' ? 'accepted' : 'ambiguous';
}
