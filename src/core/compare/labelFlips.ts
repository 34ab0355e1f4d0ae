/** Labels by number, so that a flip is two small integers. */
export class LabelCodes {
  readonly labels: (string | null)[] = [];
  readonly #codes = new Map<string | null, number>();

  codeOf(label: string | null): number {
    const known = this.#codes.get(label);
    if (known !== undefined) return known;
    this.#codes.set(label, this.labels.length);
    return this.labels.push(label) - 1;
  }

  /** -1 for a label that has no code. */
  find(label: string | null): number {
    return this.#codes.get(label) ?? -1;
  }
}

/** Rows whose label became another: codes of the label before and after, aligned. */
export interface Flips {
  /** Places in the list of changed rows. */
  readonly places: Int32Array;
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly codes: LabelCodes;
}

export interface FlipMatrix {
  readonly labels: readonly (string | null)[];
  /** Before (down) by after (across). */
  readonly counts: readonly (readonly number[])[];
  readonly otherLabels: number;
}

/** Flips counted for the labels that take part in most of them. */
export function flipMatrix({ before, after, codes }: Flips, most: number): FlipMatrix {
  const takesPart = new Float64Array(codes.labels.length);
  for (let place = 0; place < before.length; place++) {
    takesPart[before[place]!]!++;
    takesPart[after[place]!]!++;
  }
  const involved = [...takesPart.keys()].filter((code) => takesPart[code]! > 0).sort((a, b) => takesPart[b]! - takesPart[a]! || a - b);
  const shown = new Map(involved.slice(0, most).map((code, place) => [code, place]));
  const counts = [...shown].map(() => new Array<number>(shown.size).fill(0));
  for (let place = 0; place < before.length; place++) {
    const [down, across] = [shown.get(before[place]!), shown.get(after[place]!)];
    if (down !== undefined && across !== undefined) counts[down]![across]!++;
  }
  return { labels: [...shown.keys()].map((code) => codes.labels[code]!), counts, otherLabels: involved.length - shown.size };
}
