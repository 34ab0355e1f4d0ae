import type { ColumnPage } from './stagedPages.ts';
import { instantiator } from './instantiator.ts';
import { jsonScanBinary } from './wasm/jsonScanBinary.ts';

/** What `wasm/jsonScan.as` exports. */
interface JsonScanExports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory;
  readonly BLOCK: WebAssembly.Global;
  readonly KEY_BYTES: WebAssembly.Global;
  readonly MOST_CELLS: WebAssembly.Global;
  readonly INPUT: WebAssembly.Global;
  readonly SCRATCH: WebAssembly.Global;
  readonly KEYS: WebAssembly.Global;
  readonly KEY_TABLE: WebAssembly.Global;
  readonly REFS: WebAssembly.Global;
  readonly OUT: WebAssembly.Global;
  readonly DEFINED: WebAssembly.Global;
  getRows(): number;
  getAt(): number;
  getLine(): number;
  getScratch(): number;
  setScratch(to: number): void;
  getAbsents(): number;
  setColumns(count: number): void;
  limitRows(most: number): void;
  clearRows(): void;
  begin(length: number, line: number): void;
  acceptRow(missing: number): void;
  skipLine(): number;
  scan(): number;
  emit(column: number): number;
}

/** Why the scan stopped: the block is read, the line at hand needs help, or no more rows can be held. */
export const stopped = { done: 0, help: 1, full: 2 } as const;
const isNull = 0xffffffff;
const isAbsent = 0xfffffffe;
const padding = 64;

const instantiate = instantiator<JsonScanExports>(jsonScanBinary);

/** One run of the WebAssembly reader of JSON Lines, with its memory of 32 MB. */
export class JsonScan {
  readonly wasm: JsonScanExports;
  /** Most bytes of one block, and most of all texts that are set by hand between two blocks. */
  readonly blockLength: number;
  readonly #memory: Buffer;
  #columns = 0;
  #keysEnd: number;

  constructor() {
    this.wasm = instantiate();
    this.blockLength = this.#at('BLOCK');
    this.#memory = Buffer.from(this.wasm.memory.buffer);
    this.#keysEnd = this.#at('KEYS');
  }

  get columns(): number {
    return this.#columns;
  }

  /** Rows that fit beside each other. */
  get mostRows(): number {
    return this.#columns === 0 ? 0 : Math.floor(this.#at('MOST_CELLS') / this.#columns);
  }

  /** Bytes that are left for texts set by hand. */
  get room(): number {
    return this.#at('SCRATCH') + this.blockLength - this.wasm.getScratch();
  }

  /** Takes in whole lines, the first of which has this number. No row may be in hand. */
  fill(bytes: Uint8Array, line: number): void {
    const input = this.#at('INPUT');
    this.#memory.set(bytes, input);
    this.#memory.fill(0, input + bytes.length, input + bytes.length + padding);
    this.wasm.begin(bytes.length, line);
  }

  /** A column for one more key. Only keys that stand in the file as they are read are found by the scan. No row may be in hand. */
  addKey(key: string): void {
    const raw = Buffer.from(JSON.stringify(key)).subarray(1, -1);
    const fits = this.#keysEnd + raw.length + padding <= this.#at('KEYS') + this.#at('KEY_BYTES') && raw.toString() === key;
    const entry = this.#at('KEY_TABLE') + this.#columns * 8;
    this.#memory.writeUInt32LE(this.#keysEnd, entry);
    this.#memory.writeUInt32LE(fits ? raw.length : isNull, entry + 4);
    if (fits) this.#keysEnd += raw.copy(this.#memory, this.#keysEnd);
    this.#columns++;
    this.wasm.setColumns(this.#columns);
  }

  /** Sets the cells of one more row: undefined where a key is absent. */
  addRow(cells: readonly (Buffer | null | undefined)[]): void {
    const row = this.#at('REFS') + this.wasm.getRows() * this.#columns * 8;
    let missing = 0;
    for (let column = 0; column < this.#columns; column++) {
      const cell = cells[column];
      const ref = row + column * 8;
      if (cell === undefined) missing++;
      if (!cell) {
        this.#memory.writeUInt32LE(cell === null ? isNull : isAbsent, ref + 4);
        continue;
      }
      const at = this.wasm.getScratch();
      this.#memory.set(cell, at);
      this.#memory.writeUInt32LE(at, ref);
      this.#memory.writeUInt32LE(cell.length, ref + 4);
      this.wasm.setScratch(at + cell.length);
    }
    this.wasm.acceptRow(missing);
  }

  /** A column of the rows in hand. */
  page(column: number): ColumnPage {
    const length = this.wasm.emit(column);
    const [out, defined] = [this.#at('OUT'), this.#at('DEFINED')];
    return {
      bytes: Buffer.from(this.#memory.subarray(out, out + length)),
      defined: Buffer.from(this.#memory.subarray(defined, defined + Math.ceil(this.wasm.getRows() / 8))),
    };
  }

  /** For each row in hand the indexes of its absent columns, with commas; null where it has none. */
  absent(): (string | null)[] {
    const refs = new Uint32Array(this.wasm.memory.buffer, this.#at('REFS'), this.wasm.getRows() * this.#columns * 2);
    return Array.from({ length: this.wasm.getRows() }, (_, row) => {
      let list: string | null = null;
      for (let column = 0; column < this.#columns; column++) {
        if (refs[(row * this.#columns + column) * 2 + 1] === isAbsent) list = list === null ? String(column) : `${list},${column}`;
      }
      return list;
    });
  }

  #at(name: 'BLOCK' | 'KEY_BYTES' | 'MOST_CELLS' | 'INPUT' | 'SCRATCH' | 'KEYS' | 'KEY_TABLE' | 'REFS' | 'OUT' | 'DEFINED'): number {
    return this.wasm[name].value as number;
  }
}
