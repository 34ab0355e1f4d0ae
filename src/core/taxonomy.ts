/** A label that there is, and what it means: shown where people label. */
export interface LabelDefinition {
  readonly name: string;
  readonly definition?: string;
  readonly examples?: readonly string[];
  /** `#rrggbb`. */
  readonly colour?: string;
}

/** What becomes of the taxonomy. A label that is not in it is not renamed, one that is there already is not added. */
export interface TaxonomyChange {
  readonly rename?: { readonly from: string; readonly to: string };
  readonly remove?: readonly string[];
  readonly add?: readonly LabelDefinition[];
}

/**
 * What people fill into an annotation column: one of several labels, several of them at once (kept as a JSON list),
 * free text, or a number.
 */
export type AnnotationKind = 'label' | 'labels' | 'text' | 'number';

export const annotationKinds: readonly AnnotationKind[] = ['label', 'labels', 'text', 'number'];

/** A column that is not in the file: people fill it in, the sidecar keeps it, and applying writes it. */
export interface AnnotationColumn {
  readonly name: string;
  readonly kind: AnnotationKind;
  readonly description?: string;
  /** For labels: which there are. */
  readonly labels?: readonly LabelDefinition[];
  /** For numbers: the range, ends included. */
  readonly min?: number;
  readonly max?: number;
}

/** What a wrong label costs. */
export interface Costs {
  /** Of a confusion that is not named; 1 where nothing is said. */
  readonly default?: number;
  /** By the label that a row has, then by the label that is right. */
  readonly confusions?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Weights of rows by a segment column and its values; 1 where nothing is said. Weights of several columns multiply. */
  readonly segments?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Cost of leaving the label `given` where `right` is right. */
export function confusionCost(costs: Costs | undefined, given: string, right: string): number {
  if (given === right) return 0;
  const row = costs?.confusions;
  const known = row && Object.hasOwn(row, given) ? row[given] : undefined;
  return (known && Object.hasOwn(known, right) ? known[right] : undefined) ?? costs?.default ?? 1;
}

/** Why a text cannot stand in an annotation column, in words; null where it can. An empty text takes the value away. */
export function annotationProblem(column: AnnotationColumn, text: string): string | null {
  if (text === '') return null;
  const names = column.labels?.map(({ name }) => name) ?? [];
  switch (column.kind) {
    case 'label':
      return names.length === 0 || names.includes(text) ? null : `“${text}” is no label of “${column.name}”: there are ${names.join(', ')}.`;
    case 'labels': {
      const chosen = parseLabels(text);
      const stranger = names.length === 0 ? undefined : chosen?.find((name) => !names.includes(name));
      if (chosen === null) return `“${text}” is no list of labels.`;
      return stranger === undefined ? null : `“${stranger}” is no label of “${column.name}”: there are ${names.join(', ')}.`;
    }
    case 'number': {
      const number = Number(text);
      if (text.trim() === '' || !Number.isFinite(number)) return `“${text}” is no number.`;
      if (column.min !== undefined && number < column.min) return `${text} is below ${column.min}, the least for “${column.name}”.`;
      return column.max !== undefined && number > column.max ? `${text} is above ${column.max}, the most for “${column.name}”.` : null;
    }
    case 'text':
      return null;
  }
}

/** The labels of a cell that holds several; null where it is not a JSON list of texts. */
export function parseLabels(text: string): string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : null;
  } catch {
    return null;
  }
}

/** A value of an annotation column as people read it: several labels as their names. */
export function annotationWords(kind: AnnotationKind | undefined, value: string): string {
  const labels = kind === 'labels' ? parseLabels(value) : null;
  return labels === null ? value : labels.length === 0 ? '(none of them)' : labels.join(', ');
}

/** Labels in the order of their keys: those of the taxonomy first, in its order, then the others as they come. */
export function inTaxonomyOrder<Label extends { readonly value: string | null }>(
  labels: readonly Label[],
  taxonomy: readonly LabelDefinition[],
  absent: (name: string) => Label,
): Label[] {
  const known = new Map(labels.map((label) => [label.value, label]));
  const names = new Set<string | null>(taxonomy.map(({ name }) => name));
  return [...taxonomy.map(({ name }) => known.get(name) ?? absent(name)), ...labels.filter(({ value }) => !names.has(value))];
}
