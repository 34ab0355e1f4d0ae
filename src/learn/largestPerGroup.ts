/**
 * Of each of several groups, the positions of its largest values, as many as the group has room for, among those
 * offered to it in ascending order of position; of equal values the first. A group gathers twice what it keeps before
 * it lets the smaller half go. All groups lie in two arrays: of many classes as many pairs are mixed up, most of them once.
 */
export class LargestPerGroup {
  /** Of each group: what a value must exceed to be kept, as far as it is known. */
  private readonly bars: Float64Array;
  private readonly sizes: Int32Array;
  private readonly starts: Int32Array;
  private readonly values: Float64Array;
  private readonly positions: Int32Array;

  /** @param rooms how many positions each group keeps, at least 1. */
  constructor(private readonly rooms: Int32Array) {
    this.bars = new Float64Array(rooms.length).fill(-Infinity);
    this.sizes = new Int32Array(rooms.length);
    this.starts = new Int32Array(rooms.length + 1);
    for (let group = 0; group < rooms.length; group++) this.starts[group + 1] = this.starts[group]! + 2 * rooms[group]!;
    this.values = new Float64Array(this.starts[rooms.length]!);
    this.positions = new Int32Array(this.values.length);
  }

  offer(group: number, value: number, position: number): void {
    if (!(value > this.bars[group]!)) return;
    const at = this.starts[group]! + this.sizes[group]!++;
    this.values[at] = value;
    this.positions[at] = position;
    if (at + 1 === this.starts[group + 1]) this.letGo(group);
  }

  /** Visits the positions that are kept, those of several groups as often. */
  visitKept(visit: (position: number) => void): void {
    for (let group = 0; group < this.rooms.length; group++) {
      if (this.sizes[group]! > this.rooms[group]!) this.letGo(group);
      const start = this.starts[group]!;
      for (let at = start; at < start + this.sizes[group]!; at++) visit(this.positions[at]!);
    }
  }

  /** Keeps the largest; what is left stays in order of position. */
  private letGo(group: number): void {
    const { values, positions } = this;
    const room = this.rooms[group]!;
    const start = this.starts[group]!;
    const end = start + this.sizes[group]!;
    const sorted = values.slice(start, end).sort();
    const bar = sorted[sorted.length - room]!;
    let ties = room;
    for (let i = sorted.length - 1; sorted[i]! > bar; i--) ties--;
    let next = start;
    for (let at = start; at < end; at++) {
      if (values[at]! < bar || (values[at] === bar && ties-- <= 0)) continue;
      values[next] = values[at]!;
      positions[next++] = positions[at]!;
    }
    this.sizes[group] = room;
    this.bars[group] = bar;
  }
}
