import { type DataType, type Data, type Dictionary, type Vector } from 'apache-arrow';
import { arrowTextReader } from '../arrowText.ts';
import { takeRows } from './arrowTake.ts';
import { arrowValue } from './arrowValues.ts';
import { EditError } from './editError.ts';

/** A dictionary as the batches that refer to it see it, and what it is to get at its end. */
export class GrowingDictionary {
  readonly type: Dictionary;
  readonly #places = new Map<string, number>();
  readonly #last: Data;
  readonly #length: number;
  readonly #added: Uint8Array[] = [];

  /** `vector`: its values, those of the last message in the last of its chunks. */
  constructor(type: Dictionary, vector: Vector) {
    this.type = type;
    this.#length = vector.length;
    this.#last = vector.data.at(-1)!;
    let place = 0;
    for (const chunk of vector.data) {
      const read = arrowTextReader(chunk);
      for (let row = 0; row < chunk.length; row++, place++) {
        const text = read(row);
        if (typeof text === 'string' && !this.#places.has(text)) this.#places.set(text, place);
      }
    }
  }

  get hasGrown(): boolean {
    return this.#added.length > 0;
  }

  has(text: string): boolean {
    return this.#places.has(text);
  }

  /** The bytes of the number that stands for a text, which the dictionary gets where it lacks it. Throws an `EditError`. */
  numberOf(text: string): Uint8Array {
    const { indices } = this.type;
    let place = this.#places.get(text);
    if (place === undefined) {
      const value = arrowValue(text, this.type.dictionary as DataType);
      place = this.#length + this.#added.length;
      const most = 2 ** (indices.bitWidth - (indices.isSigned ? 1 : 0));
      if (place >= most)
        throw new EditError(
          `the column's dictionary numbers its values by ${indices.bitWidth} bits, which are used up, so that a value that it lacks cannot be put in`,
        );
      this.#places.set(text, place);
      this.#added.push(value);
    }
    return arrowValue(String(place), indices as DataType);
  }

  /** The values of its last message, with those put in after them. */
  grown(): Data {
    const { length } = this.#last;
    const rows = Int32Array.from({ length: length + this.#added.length }, (_, row) => Math.min(row, length - 1));
    return takeRows(this.#last, rows, new Map(this.#added.map((value, index) => [length + index, value])));
  }
}
