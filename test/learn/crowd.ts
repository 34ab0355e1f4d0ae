import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AnnotationIndex, indexAnnotations } from '../../src/stats/annotations.ts';
import { sharedFolder } from './goldens.ts';

export type Triple = readonly [item: number, annotator: number, label: number];

/** An index of triples, with as many items, annotators and classes as they name unless told otherwise. */
export function indexOf(triples: readonly Triple[], sizes: { items?: number; annotators?: number; classes?: number } = {}): AnnotationIndex {
  const count = (part: 0 | 1 | 2): number => triples.reduce((most, triple) => Math.max(most, triple[part] + 1), 0);
  return indexAnnotations({
    items: sizes.items ?? count(0),
    annotators: sizes.annotators ?? count(1),
    classes: sizes.classes ?? count(2),
    item: Int32Array.from(triples, ([item]) => item),
    annotator: Int32Array.from(triples, ([, annotator]) => annotator),
    label: Int32Array.from(triples, ([, , label]) => label),
  });
}

/** A crowd set and the truth, or undefined where it is not beside the project. */
export function readCrowd(name: string): { index: AnnotationIndex; truth: [item: number, label: number][] } | undefined {
  const folder = sharedFolder(`crowd/${name}`);
  if (folder === undefined) return undefined;
  const read = (file: string): number[][] => readFileSync(join(folder, file), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
  return { index: indexOf(read('label.csv') as unknown as Triple[]), truth: read('truth.csv') as [number, number][] };
}
