/** Who gave which item which label, as triples. An item need not have labels, nor an annotator have given any. */
export interface Annotations {
  readonly items: number;
  readonly annotators: number;
  readonly classes: number;
  /** 0 … items − 1, one a label given. */
  readonly item: Int32Array;
  readonly annotator: Int32Array;
  readonly label: Int32Array;
}

/** Annotations by item: those of item i stand at start[i] … start[i + 1] − 1, in the order given. */
export interface AnnotationIndex {
  readonly items: number;
  readonly annotators: number;
  readonly classes: number;
  readonly start: Int32Array;
  readonly annotator: Int32Array;
  readonly label: Int32Array;
  /** Labels left out because the same annotator labelled the same item again later. */
  readonly repeated: number;
}

/** Orders annotations by item. Throws RangeError, with its number, for a triple that is out of range. */
export function indexAnnotations({ items, annotators, classes, item, annotator, label }: Annotations): AnnotationIndex {
  const last = new Map<number, number>();
  for (let i = 0; i < item.length; i++) {
    if (!within(item[i]!, items) || !within(annotator[i]!, annotators) || !within(label[i]!, classes)) {
      throw new RangeError(
        `Annotation ${i + 1} (item ${item[i]}, annotator ${annotator[i]}, label ${label[i]}) is outside ${items} items, ${annotators} annotators and ${classes} labels.`,
      );
    }
    last.set(item[i]! * annotators + annotator[i]!, i);
  }
  const start = new Int32Array(items + 1);
  for (const i of last.values()) start[item[i]! + 1]!++;
  for (let i = 0; i < items; i++) start[i + 1]! += start[i]!;
  const next = start.slice(0, items);
  const sorted = { annotator: new Int32Array(last.size), label: new Int32Array(last.size) };
  for (const i of last.values()) {
    const at = next[item[i]!]!++;
    sorted.annotator[at] = annotator[i]!;
    sorted.label[at] = label[i]!;
  }
  return { items, annotators, classes, start, ...sorted, repeated: item.length - last.size };
}

function within(value: number, limit: number): boolean {
  return value >= 0 && value < limit;
}

/** How many labels an item has. */
export function labelsOf(index: AnnotationIndex, item: number): number {
  return index.start[item + 1]! - index.start[item]!;
}

/** Votes of each class for an item. */
export function votesOf({ start, label, classes }: AnnotationIndex, item: number): Int32Array {
  const votes = new Int32Array(classes);
  for (let at = start[item]!; at < start[item + 1]!; at++) votes[label[at]!]!++;
  return votes;
}
