import type { CsvDialect } from '../formats/csvRecord.ts';
import { instantiator } from './instantiator.ts';
import { rowScanBinary } from './wasm/rowScanBinary.ts';

/** What `wasm/rowScan.as` exports. */
interface RowScanExports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory;
  readonly BLOCK: WebAssembly.Global;
  readonly INPUT: WebAssembly.Global;
  readonly BYTES: WebAssembly.Global;
  readonly LINES: WebAssembly.Global;
  begin(quote: number, delimiter: number, width: number): void;
  moveTo(offset: number, line: number): void;
  countRecord(nextOffset: number, nextLine: number): void;
  clearCounts(): void;
  clearCheckpoints(): void;
  getCheckpoints(): number;
  getRecords(): number;
  getRecordStart(): number;
  getRecordLine(): number;
  getRagged(): number;
  getLongest(): number;
  getLineEnds(): number;
  scan(start: number, from: number, length: number, last: number): number;
}

/** Bytes before a block that the scan looks back on, and after it that it may read. */
const lookBack = 2;
const padding = 72;
const noByte = 256;

const instantiate = instantiator<RowScanExports>(rowScanBinary);

/** One run of the WebAssembly scan, with its memory. Cheap to make, 10 MB while it lives. */
export class RowScan {
  readonly wasm: RowScanExports;
  /** Most bytes of one block. */
  readonly blockLength: number;
  readonly #memory: Uint8Array;
  readonly #input: number;

  /** `dialect` null: every line is a record, unless it is white space alone. */
  constructor(dialect: CsvDialect | null) {
    this.wasm = instantiate();
    this.blockLength = this.wasm.BLOCK.value as number;
    this.#memory = new Uint8Array(this.wasm.memory.buffer);
    this.#input = this.wasm.INPUT.value as number;
    const byteOf = (byte: number): number => (byte < 0 ? noByte : byte);
    if (dialect) this.wasm.begin(byteOf(dialect.quote), byteOf(dialect.delimiter), dialect.width);
    else this.wasm.begin(noByte, noByte, 0);
  }

  /** Takes in a block, whose first `before` bytes (0 to 2) only precede it; returns the block itself as it lies in memory. */
  fill(bytes: Uint8Array, before: number): Buffer {
    const length = bytes.length - before;
    this.#memory.fill(0, this.#input - lookBack, this.#input);
    this.#memory.set(bytes, this.#input - before);
    this.#memory.fill(0, this.#input + length, this.#input + length + padding);
    return Buffer.from(this.#memory.buffer, this.#input, length);
  }

  /** Checkpoints since the last call: the offset and the line after each sixteenth record. */
  takeCheckpoints(): { bytes: Float64Array; lines: Uint32Array } {
    const count = this.wasm.getCheckpoints();
    const bytes = new Float64Array(this.wasm.memory.buffer, this.wasm.BYTES.value as number, count).slice();
    const lines = new Uint32Array(this.wasm.memory.buffer, this.wasm.LINES.value as number, count).slice();
    this.wasm.clearCheckpoints();
    return { bytes, lines };
  }
}
