import type { AnnotationColumn, LabelDefinition } from '../../src/core/taxonomy.ts';
import type { DocumentState } from '../../src/protocol/methods.ts';
import { keyedLabels } from '../panels/inspectorLabels.ts';

/** What is being filled in: the label of the file, or a column that people add. */
export type Target =
  | { readonly kind: 'file'; readonly column: string }
  | { readonly kind: 'annotation'; readonly column: string; readonly annotation: AnnotationColumn };

/** A label that can be chosen, with what it means. */
export interface Choice {
  readonly value: string;
  readonly definition: LabelDefinition | undefined;
}

/** A choice that has a digit. */
export interface KeyedChoice extends Choice {
  readonly key: string;
}

/** The label column first, then annotation columns in the order of winnow.json. */
export function targetsOf({ dataset, annotations }: DocumentState): Target[] {
  const label = dataset?.roles.label;
  const own = annotations.map((annotation): Target => ({ kind: 'annotation', column: annotation.name, annotation }));
  return label === undefined ? own : [{ kind: 'file', column: label }, ...own];
}

/** The target that a person chose, else the first; null where there is none. */
export function targetOf(document: DocumentState, chosen: string | null): Target | null {
  const targets = targetsOf(document);
  return targets.find(({ kind, column }) => kind === 'annotation' && column === chosen) ?? targets[0] ?? null;
}

/** Those of the choices that have digits, in the order of these. */
export function keyedChoices({ taxonomy }: DocumentState, target: Target, choices: readonly Choice[]): KeyedChoice[] {
  const own = target.kind === 'annotation' ? target.annotation.labels : undefined;
  const keyed = keyedLabels({ labels: choices.map(({ value }) => ({ value, count: 0 })), taxonomy: own ?? taxonomy });
  return keyed.flatMap(({ key, label }) => {
    const choice = choices.find(({ value }) => value === label);
    return choice ? [{ key, ...choice }] : [];
  });
}

/** The labels of a target; none for text and numbers. */
export function choicesOf({ labels, taxonomy }: DocumentState, target: Target): Choice[] {
  if (target.kind === 'annotation') {
    if (target.annotation.kind !== 'label' && target.annotation.kind !== 'labels') return [];
    if (target.annotation.labels) return target.annotation.labels.map((definition) => ({ value: definition.name, definition }));
  }
  const definitions = new Map(taxonomy.map((definition) => [definition.name, definition]));
  return labels.flatMap(({ value }) => (value === null ? [] : [{ value, definition: definitions.get(value) }]));
}
