/**
 * Several heaps, of which each keeps as many positions of largest value as it has room for, among those offered to it
 * in ascending order of position; of equal values the first. The root of a heap is the one to give up next. All of
 * them lie in two arrays: among many classes there are as many heaps as pairs that are mixed up, most of one entry.
 */
export class LargestHeaps {
  private readonly starts: Int32Array;
  private readonly sizes: Int32Array;
  private readonly values: Float64Array;
  private readonly positions: Int32Array;

  /** @param rooms how many positions each heap keeps, at least 1. */
  constructor(rooms: readonly number[]) {
    this.starts = new Int32Array(rooms.length + 1);
    this.sizes = new Int32Array(rooms.length);
    rooms.forEach((room, heap) => { this.starts[heap + 1] = this.starts[heap]! + room; });
    this.values = new Float64Array(this.starts[rooms.length]!);
    this.positions = new Int32Array(this.values.length);
  }

  offer(heap: number, value: number, position: number): void {
    const start = this.starts[heap]!;
    const size = this.sizes[heap]!;
    if (start + size < this.starts[heap + 1]!) {
      this.sizes[heap] = size + 1;
      this.rise(start, size, value, position);
    } else if (value > this.values[start]!) {
      this.sink(start, size, value, position);
    }
  }

  /** Visits the positions that are kept, those of several heaps as often. */
  visitKept(visit: (position: number) => void): void {
    this.sizes.forEach((size, heap) => {
      for (let at = this.starts[heap]!; at < this.starts[heap]! + size; at++) visit(this.positions[at]!);
    });
  }

  /** Whether the entry at a place is given up before (value, position). */
  private givesUp(at: number, value: number, position: number): boolean {
    return this.values[at]! < value || (this.values[at] === value && this.positions[at]! > position);
  }

  private put(at: number, value: number, position: number): void {
    this.values[at] = value;
    this.positions[at] = position;
  }

  private rise(start: number, place: number, value: number, position: number): void {
    let i = place;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.givesUp(start + parent, value, position)) break;
      this.put(start + i, this.values[start + parent]!, this.positions[start + parent]!);
      i = parent;
    }
    this.put(start + i, value, position);
  }

  private sink(start: number, size: number, value: number, position: number): void {
    let i = 0;
    for (let child = 1; child < size; child = 2 * i + 1) {
      const right = child + 1;
      if (right < size && this.givesUp(start + right, this.values[start + child]!, this.positions[start + child]!)) child = right;
      if (!this.givesUp(start + child, value, position)) break;
      this.put(start + i, this.values[start + child]!, this.positions[start + child]!);
      i = child;
    }
    this.put(start + i, value, position);
  }
}
