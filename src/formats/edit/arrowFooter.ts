import type { Schema } from 'apache-arrow';
import { FileBlock, Footer } from 'apache-arrow/ipc/metadata/file';
import { arrowMagic } from '../arrow.ts';
import type { ByteSource } from '../format.ts';

/** Where a message is, as the footer of an Arrow file says. */
export interface Block {
  readonly at: number;
  readonly descriptionLength: number;
  readonly bodyLength: number;
}

/** Fields of the table `Footer`, and length of the struct `Block`: https://github.com/apache/arrow/blob/main/format/File.fbs */
const fields = { dictionaries: 2, batches: 3 } as const;
const blockLength = 24;

/** The footer of an Arrow file, in which the places of its messages can be changed and nothing else. */
export class ArrowFooter {
  readonly dictionaries: readonly Block[];
  readonly batches: readonly Block[];
  readonly #bytes: Buffer;

  private constructor(readonly at: number, bytes: Buffer) {
    this.#bytes = bytes;
    this.dictionaries = this.#blocks(fields.dictionaries);
    this.batches = this.#blocks(fields.batches);
  }

  static async read(source: ByteSource): Promise<ArrowFooter> {
    const trailer = Buffer.from(await source.read(source.size - 10, 4));
    const at = source.size - 10 - trailer.readInt32LE(0);
    return new ArrowFooter(at, Buffer.from(await source.read(at, trailer.readInt32LE(0))));
  }

  /** The end of the file with the messages at other places, and under another schema where one is given. */
  write(dictionaries: readonly Block[], batches: readonly Block[], schema: Schema | null): Buffer {
    const bytes = schema ? encode(schema, dictionaries, batches, this.#version) : this.#patched(dictionaries, batches);
    const length = Buffer.alloc(4);
    length.writeInt32LE(bytes.length);
    return Buffer.concat([bytes, length, Buffer.from(arrowMagic)]);
  }

  get #version(): number {
    const at = this.#field(0);
    return at === null ? 0 : this.#bytes.readInt16LE(at);
  }

  #patched(dictionaries: readonly Block[], batches: readonly Block[]): Buffer {
    const bytes = Buffer.from(this.#bytes);
    for (const [field, blocks] of [[fields.dictionaries, dictionaries], [fields.batches, batches]] as const) {
      const first = this.#vector(field)?.first ?? 0;
      for (const [index, { at, descriptionLength, bodyLength }] of blocks.entries()) {
        bytes.writeBigInt64LE(BigInt(at), first + index * blockLength);
        bytes.writeInt32LE(descriptionLength, first + index * blockLength + 8);
        bytes.writeBigInt64LE(BigInt(bodyLength), first + index * blockLength + 16);
      }
    }
    return bytes;
  }

  #blocks(field: number): Block[] {
    const vector = this.#vector(field);
    return Array.from({ length: vector?.length ?? 0 }, (_, index) => {
      const at = vector!.first + index * blockLength;
      return {
        at: Number(this.#bytes.readBigInt64LE(at)),
        descriptionLength: this.#bytes.readInt32LE(at + 8),
        bodyLength: Number(this.#bytes.readBigInt64LE(at + 16)),
      };
    });
  }

  #vector(field: number): { first: number; length: number } | null {
    const at = this.#field(field);
    if (at === null) return null;
    const vector = at + this.#bytes.readUInt32LE(at);
    return { first: vector + 4, length: this.#bytes.readUInt32LE(vector) };
  }

  /** Offset of a field's value in the FlatBuffer; null where it has none. */
  #field(field: number): number | null {
    const root = this.#bytes.readUInt32LE(0);
    const table = root - this.#bytes.readInt32LE(root);
    const slot = 4 + field * 2;
    const offset = slot < this.#bytes.readUInt16LE(table) ? this.#bytes.readUInt16LE(table + slot) : 0;
    return offset === 0 ? null : root + offset;
  }
}

function encode(schema: Schema, dictionaries: readonly Block[], batches: readonly Block[], version: number): Buffer {
  const toBlock = ({ at, descriptionLength, bodyLength }: Block): FileBlock => new FileBlock(descriptionLength, bodyLength, at);
  return Buffer.from(Footer.encode(new Footer(schema, version, batches.map(toBlock), dictionaries.map(toBlock))));
}
