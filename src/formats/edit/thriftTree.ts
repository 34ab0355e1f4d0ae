/**
 * Thrift's compact protocol as a tree that can be changed and written again: fields that are not known stay as they are.
 * Parquet describes itself so. https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export type ThriftValue = boolean | number | bigint | Uint8Array | ThriftList | ThriftStruct;

/** Kinds of values, as the protocol numbers them; a boolean's own value is its kind. */
export const thriftKinds = { true: 1, false: 2, byte: 3, short: 4, integer: 5, long: 6, double: 7, binary: 8, list: 9, set: 10, struct: 12 } as const;
const kinds = thriftKinds;

export interface ThriftList {
  readonly kind: number;
  readonly items: ThriftValue[];
}

/** Fields by their number, those of later versions of a format among them: what is not understood is written back as it was. */
export class ThriftStruct {
  readonly fields = new Map<number, { readonly kind: number; readonly value: ThriftValue }>();

  has(field: number): boolean {
    return this.fields.has(field);
  }

  delete(field: number): void {
    this.fields.delete(field);
  }

  /** A whole number of any width; 0 where there is none. */
  number(field: number): number {
    const value = this.fields.get(field)?.value;
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
  }

  struct(field: number): ThriftStruct | null {
    const value = this.fields.get(field)?.value;
    return value instanceof ThriftStruct ? value : null;
  }

  /** The items of a list; empty where there is none. */
  list(field: number): ThriftValue[] {
    const value = this.fields.get(field)?.value;
    return value !== undefined && typeof value === 'object' && 'items' in value ? value.items : [];
  }

  structs(field: number): ThriftStruct[] {
    return this.list(field).filter((item) => item instanceof ThriftStruct);
  }

  setInteger(field: number, value: number): this {
    this.fields.set(field, { kind: kinds.integer, value });
    return this;
  }

  setLong(field: number, value: number): this {
    this.fields.set(field, { kind: kinds.long, value: BigInt(value) });
    return this;
  }

  setBinary(field: number, value: Uint8Array): this {
    this.fields.set(field, { kind: kinds.binary, value });
    return this;
  }

  setStruct(field: number, value: ThriftStruct): this {
    this.fields.set(field, { kind: kinds.struct, value });
    return this;
  }

  setList(field: number, kind: number, items: ThriftValue[]): this {
    this.fields.set(field, { kind: kinds.list, value: { kind, items } });
    return this;
  }
}

/** Reads the struct that begins at `at`. Throws a `RangeError` where the bytes end before it does, an `Error` for what is no Thrift. */
export function readThrift(bytes: Uint8Array, at = 0): { struct: ThriftStruct; end: number } {
  const reader = new Reader(bytes, at);
  const struct = reader.struct();
  return { struct, end: reader.at };
}

/** Bytes of a struct in the compact protocol. */
export function writeThrift(struct: ThriftStruct): Buffer {
  const writer = new Writer();
  writer.struct(struct);
  return writer.bytes();
}

class Reader {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  struct(): ThriftStruct {
    const struct = new ThriftStruct();
    for (let field = 0; ; ) {
      const byte = this.#byte();
      const kind = byte & 15;
      if (kind === 0) return struct;
      field = byte >> 4 === 0 ? Number(this.#zigzag()) : field + (byte >> 4);
      struct.fields.set(field, { kind, value: this.#value(kind) });
    }
  }

  #value(kind: number): ThriftValue {
    switch (kind) {
      case kinds.true:
      case kinds.false:
        return kind === kinds.true;
      case kinds.byte:
        return this.#byte();
      case kinds.short:
      case kinds.integer:
        return Number(this.#zigzag());
      case kinds.long:
        return this.#zigzag();
      case kinds.double:
        return this.#take(8);
      case kinds.binary:
        return this.#take(Number(this.#varint()));
      case kinds.list:
      case kinds.set:
        return this.#list();
      case kinds.struct:
        return this.struct();
      default:
        throw new Error(`a value of a kind that Parquet does not have stands there: ${kind}`);
    }
  }

  #list(): ThriftList {
    const byte = this.#byte();
    const kind = byte & 15;
    const size = byte >> 4 === 15 ? Number(this.#varint()) : byte >> 4;
    const isBoolean = kind === kinds.true || kind === kinds.false;
    return { kind, items: Array.from({ length: size }, () => (isBoolean ? this.#byte() === 1 : this.#value(kind))) };
  }

  #take(length: number): Uint8Array {
    const end = this.at + length;
    if (end > this.#bytes.length) throw new RangeError('it ends too early');
    const taken = this.#bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new RangeError('it ends too early');
    return byte;
  }

  #varint(): bigint {
    let small = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      small += (byte & 127) << shift;
      if (byte < 128) return BigInt(small);
    }
    let value = BigInt(small);
    for (let shift = 28n; ; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  #zigzag(): bigint {
    const value = this.#varint();
    return (value & 1n) === 0n ? value >> 1n : -((value + 1n) >> 1n);
  }
}

class Writer {
  #buffer = Buffer.alloc(1024);
  #length = 0;

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  struct(struct: ThriftStruct): void {
    let before = 0;
    for (const [field, { kind, value }] of [...struct.fields].sort(([a], [b]) => a - b)) {
      if (field > before && field - before < 16) this.#byte(((field - before) << 4) | kind);
      else {
        this.#byte(kind);
        this.#zigzag(BigInt(field));
      }
      before = field;
      if (kind !== kinds.true && kind !== kinds.false) this.#value(kind, value);
    }
    this.#byte(0);
  }

  #value(kind: number, value: ThriftValue): void {
    if (typeof value === 'boolean') this.#byte(value ? 1 : 2);
    else if (value instanceof ThriftStruct) this.struct(value);
    else if (value instanceof Uint8Array) {
      if (kind === kinds.binary) this.#varint(BigInt(value.length));
      this.#bytes(value);
    } else if (typeof value === 'object') this.#list(value);
    else if (kind === kinds.byte) this.#byte(Number(value));
    else this.#zigzag(BigInt(value));
  }

  #list({ kind, items }: ThriftList): void {
    if (items.length < 15) this.#byte((items.length << 4) | kind);
    else {
      this.#byte(0xf0 | kind);
      this.#varint(BigInt(items.length));
    }
    for (const item of items) this.#value(kind, item);
  }

  #zigzag(value: bigint): void {
    this.#varint(value < 0n ? -value * 2n - 1n : value * 2n);
  }

  #varint(value: bigint): void {
    let rest = value;
    for (; rest >= 128n; rest >>= 7n) this.#byte(Number(rest & 127n) | 128);
    this.#byte(Number(rest));
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = byte;
  }

  #bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#buffer.length) return;
    const longer = Buffer.alloc(Math.max(this.#buffer.length * 2, this.#length + more));
    longer.set(this.#buffer);
    this.#buffer = longer;
  }
}
