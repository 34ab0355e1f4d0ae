import type { ColumnProfile } from '../../src/core/profile.ts';
import { noRoles, type Roles } from '../../src/core/roles.ts';
import { isNumeric, isTemporal, type Column, type ColumnType } from '../../src/core/schema.ts';
import type { AnnotationKind, LabelDefinition } from '../../src/core/taxonomy.ts';
import type { DocumentState, HeadRows } from '../../src/protocol/methods.ts';
import type { ScreenState } from '../store.ts';

/** A column as the grid shows it. */
export interface GridColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly role: 'label' | 'content' | 'split' | 'other';
  /** Figures stand at the right. */
  readonly numeric: boolean;
  /** In CSS pixels. */
  readonly width: number;
  readonly profile: ColumnProfile | undefined;
  /** What people fill into a column that is not in the file; its cells come with the marks of rows. */
  readonly annotation?: AnnotationKind;
  /** Colours that labels have in the taxonomy. */
  readonly colours?: ReadonlyMap<string, string>;
}

export const minWidth = 44;
export const maxWidth = 1600;

/** An average character of the grid's text, in CSS pixels, and the space at both sides of a cell. */
const character = 6.8;
/** The same for what a header says below the name. */
const smallCharacter = 5.7;
/** Characters of an end of a range, which is shortened beyond. */
const longestEnd = 7;
const padding = 18;
/** Room for the dot before a label. */
const dotRoom = 13;

/** The width that a person gave a column. Its name may be that of something every object has. */
export function chosenWidth(widths: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(widths, name) ? widths[name] : undefined;
}

/** Columns in file order, whether hidden or not. */
export function allColumns(document: DocumentState): readonly Column[] {
  return document.dataset?.columns ?? document.head?.columns ?? [];
}

/** Columns that people fill in and that are not in the file yet, behind those that are. */
export function annotationColumns(document: DocumentState): readonly Column[] {
  const inFile = allColumns(document);
  if (document.annotations.length === 0 || document.dataset === null) return [];
  return document.annotations
    .filter(({ name }) => !inFile.some((column) => column.name === name))
    .map(({ name, kind }, place) => ({ name, index: inFile.length + place, type: kind === 'number' ? 'number' : 'text' }));
}

/** All columns in the order that a person gave them; those that have come since are last. */
export function orderedColumns(document: DocumentState, order: readonly string[]): readonly Column[] {
  const columns = [...allColumns(document), ...annotationColumns(document)];
  if (order.length === 0) return columns;
  const places = new Map(order.map((name, index) => [name, index]));
  const placeOf = ({ name, index }: Column): number => places.get(name) ?? order.length + index;
  return [...columns].sort((a, b) => placeOf(a) - placeOf(b));
}

/**
 * The order of all columns once one of those that are shown has moved; empty where it is that of the file again.
 * @param before index among those that are shown of the column that it comes to stand before; their number for the end.
 */
export function moveColumn(document: DocumentState, order: readonly string[], shown: readonly GridColumn[], name: string, before: number): readonly string[] {
  const names = orderedColumns(document, order).map((column) => column.name).filter((other) => other !== name);
  const next = shown.slice(before).find((column) => column.name !== name)?.name;
  const last = shown.findLast((column) => column.name !== name)?.name;
  const place = next !== undefined ? names.indexOf(next) : last === undefined ? 0 : names.indexOf(last) + 1;
  const moved = names.toSpliced(place, 0, name);
  return orderedColumns(document, []).every((column, index) => column.name === moved[index]) ? [] : moved;
}

/**
 * The columns to be shown, with the widths that were chosen or that suit their values.
 * @param head the first rows of the file, also after the document has let go of them: widths stay as they were.
 */
export function gridColumns(document: DocumentState, head: HeadRows | null, screen: Pick<ScreenState, 'hidden' | 'widths' | 'order'>): GridColumn[] {
  const roles = document.dataset?.roles ?? noRoles;
  const hidden = new Set(screen.hidden);
  const profiles = new Map(document.profiles.map((profile) => [profile.column, profile]));
  const cells = new Map(head?.columns.map(({ name }, index) => [name, head.cells[index]?.text ?? []]));
  const added = new Map(annotationColumns(document).map(({ name }) => [name, document.annotations.find((annotation) => annotation.name === name)!]));
  return orderedColumns(document, screen.order).filter((column) => !hidden.has(column.name)).map((column) => {
    const profile = profiles.get(column.name);
    const type = profile?.type ?? column.type;
    const role = roleOf(column.name, roles);
    // Labels are names, even where they are written in figures.
    const numeric = role !== 'label' && (isNumeric(type) || (!document.dataset && looksNumeric(cells.get(column.name) ?? [])));
    const width = chosenWidth(screen.widths, column.name) ?? suitableWidth(column, role, typicalLength(cells.get(column.name), profile), numeric);
    const annotation = added.get(column.name);
    const colours = coloursOf(role === 'label' ? document.taxonomy : annotation?.labels);
    return { name: column.name, type, role, numeric, profile, width, ...(annotation && { annotation: annotation.kind }), ...(colours && { colours }) };
  });
}

const figures = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;

/** Whether the first rows hold figures alone: they stand at the right already before the type is known. */
function looksNumeric(texts: readonly string[]): boolean {
  const filled = texts.slice(0, 50).filter((text) => text !== '');
  return filled.length > 0 && filled.every((text) => figures.test(text));
}

const typical = new WeakMap<readonly string[], number>();

/** Characters that nine of ten values have at most, among the first rows or else by the profile. */
export function typicalLength(texts: readonly string[] | undefined, profile: ColumnProfile | undefined): number {
  if (texts && texts.length > 0) {
    const known = typical.get(texts);
    if (known !== undefined) return known;
    const lengths = texts.slice(0, 200).map((text) => text.length).sort((a, b) => a - b);
    const length = lengths[Math.floor(lengths.length * 0.9)]!;
    typical.set(texts, length);
    return length;
  }
  if (!profile) return 12;
  if (profile.top.length > 0) return Math.max(...profile.top.slice(0, 20).map(({ value }) => value?.length ?? 0));
  return (profile.meanLength ?? 10) * 1.3;
}

/** Wide enough for most values, for the name and, of figures, for both ends of their range; the content may be wider than the rest. */
function suitableWidth(column: Column, role: GridColumn['role'], characters: number, numeric: boolean): number {
  const widest = role === 'content' ? 430 : 260;
  const forValues = characters * character + padding + (role === 'label' ? dotRoom : 0);
  const forName = Math.min(column.name.length, 24) * 7.2 + padding + 12;
  const forRange = numeric ? (2 * Math.min(characters, longestEnd) + 3) * smallCharacter + padding : 0;
  const least = role === 'label' ? 146 : isTemporal(column.type) ? 124 : 84;
  return Math.round(Math.min(widest, Math.max(least, forValues, forName, forRange)));
}

/** Room that is left over goes to the first content column that nobody has sized, up to a readable line. */
export function spreadWidths(columns: readonly GridColumn[], chosen: Readonly<Record<string, number>>, room: number): readonly GridColumn[] {
  const spare = room - columns.reduce((sum, column) => sum + column.width, 0);
  const index = columns.findIndex((column) => column.role === 'content' && chosenWidth(chosen, column.name) === undefined);
  const column = columns[index];
  if (!column || spare <= 0 || column.type !== 'text') return columns;
  const width = Math.max(column.width, Math.min(column.width + spare, 640));
  return columns.with(index, { ...column, width });
}

/** Room for the largest row number. */
export function numberWidth(rows: number): number {
  return Math.max(58, String(rows).length * 7.6 + 26);
}

function roleOf(name: string, roles: Roles): GridColumn['role'] {
  if (roles.label === name) return 'label';
  if (roles.split === name) return 'split';
  return roles.content.includes(name) ? 'content' : 'other';
}

function coloursOf(labels: readonly LabelDefinition[] = []): ReadonlyMap<string, string> | undefined {
  const coloured = labels.flatMap(({ name, colour }): [string, string][] => (colour === undefined ? [] : [[name, colour]]));
  return coloured.length > 0 ? new Map(coloured) : undefined;
}
