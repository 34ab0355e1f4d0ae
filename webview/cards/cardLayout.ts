import type { ColumnProfile } from '../../src/core/profile.ts';
import { noRoles } from '../../src/core/roles.ts';
import type { DocumentState, HeadRows } from '../../src/protocol/methods.ts';
import { gridColumns, typicalLength, type GridColumn } from '../grid/columns.ts';

/** What a card shows, and how tall every card of the view is. */
export interface CardLayout {
  /** Shown whole, up to `lines` lines together. */
  readonly content: readonly GridColumn[];
  readonly label: GridColumn | undefined;
  /** Shown in the card's head, with their names. */
  readonly details: readonly GridColumn[];
  readonly lines: number;
  /** Height of a card, in CSS pixels. */
  readonly rowHeight: number;
}

export const lineHeight = 19;
const fewestLines = 1;
const mostLines = 12;
const mostDetails = 5;
const headHeight = 24;
/** Padding and the hairline below a card. */
const around = 15;
const character = 6.9;

/** All cards of a view are equally tall, so that a position is a place: as tall as most texts need, twelve lines at most. */
export function cardLayout(document: DocumentState, head: HeadRows | null, textWidth: number): CardLayout {
  const columns = gridColumns(document, head, { hidden: [], widths: {}, order: [] }).filter(({ annotation }) => !annotation);
  const named = (names: readonly (string | undefined)[]): GridColumn[] => names.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  const roles = document.dataset?.roles ?? noRoles;
  const cells = new Map(head?.columns.map(({ name }, index) => [name, head.cells[index]?.text ?? []]));
  const lengthOf = (column: GridColumn): number => longLength(cells.get(column.name), column.profile);
  const content = roles.content.length > 0 ? named(roles.content) : longest(columns.filter(({ name }) => name !== roles.label), lengthOf);
  const perLine = Math.max(20, textWidth / character);
  const needed = content.reduce((sum, column) => sum + Math.max(1, Math.ceil(lengthOf(column) / perLine)), 0);
  const lines = Math.max(fewestLines, Math.min(mostLines, needed));
  const told = new Set([roles.label, ...content.map(({ name }) => name)]);
  const details = named([...roles.segments, roles.split, roles.confidence]).filter(
    ({ name }, index, all) => !told.has(name) && all.findIndex((other) => other.name === name) === index,
  );
  return {
    content, label: named([roles.label])[0], lines, rowHeight: headHeight + lines * lineHeight + around,
    details: (details.length > 0 ? details : columns.filter(({ name }) => !told.has(name))).slice(0, mostDetails),
  };
}

/** Names of the columns that cards need. */
export function cardColumns({ content, label, details }: CardLayout): string[] {
  return [...content, ...(label ? [label] : []), ...details].map(({ name }) => name);
}

function longLength(texts: readonly string[] | undefined, profile: ColumnProfile | undefined): number {
  if (texts && texts.length > 0) return typicalLength(texts, profile);
  return Math.min(profile?.maxLength ?? Infinity, (profile?.meanLength ?? 100) * 1.6);
}

function longest(columns: readonly GridColumn[], lengthOf: (column: GridColumn) => number): GridColumn[] {
  const ordered = [...columns].sort((a, b) => lengthOf(b) - lengthOf(a));
  return ordered.slice(0, 1);
}
