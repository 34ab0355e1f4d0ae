/** Writes Thrift's compact protocol, in which Parquet describes itself; as much of it as that takes. */
export class ThriftWriter {
  readonly #bytes: number[] = [];
  #fields: number[] = [0];

  integer(field: number, value: number): this {
    this.#header(field, 5);
    return this.#number(value);
  }

  /** A whole number of 64 bits, of which a double holds 53. */
  long(field: number, value: number): this {
    this.#header(field, 6);
    return this.#number(value);
  }

  text(field: number, value: string): this {
    this.#header(field, 8);
    return this.listed(value);
  }

  struct(field: number, write: () => void): this {
    this.#header(field, 12);
    return this.inside(write);
  }

  /** `type`: 5 for integers, 8 for texts, 12 for structs; `write` writes that many of them, without a field. */
  list(field: number, type: number, length: number, write: () => void): this {
    this.#header(field, 9);
    if (length < 15) this.#bytes.push((length << 4) | type);
    else {
      this.#bytes.push(0xf0 | type);
      this.#varint(length);
    }
    write();
    return this;
  }

  /** A struct in a list, or the outermost one. */
  inside(write: () => void): this {
    this.#fields.push(0);
    write();
    this.#fields.pop();
    this.#bytes.push(0);
    return this;
  }

  /** A text or an integer in a list. */
  listed(value: string | number): this {
    if (typeof value === 'number') return this.#number(value);
    const bytes = Buffer.from(value);
    this.#varint(bytes.length);
    this.#bytes.push(...bytes);
    return this;
  }

  bytes(): Buffer {
    return Buffer.from(this.#bytes);
  }

  #header(field: number, type: number): void {
    const before = this.#fields.pop()!;
    if (field - before < 16) this.#bytes.push(((field - before) << 4) | type);
    else {
      this.#bytes.push(type);
      this.#number(field);
    }
    this.#fields.push(field);
  }

  /** Small numbers of either sign take few bytes. */
  #number(value: number): this {
    this.#varint(value < 0 ? -value * 2 - 1 : value * 2);
    return this;
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#bytes.push((rest % 128) | 128);
    this.#bytes.push(rest);
  }
}
