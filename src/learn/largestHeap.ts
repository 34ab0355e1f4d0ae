/**
 * Keeps the `capacity` positions of largest value among those offered in ascending order of position; of equal
 * values the first. A heap whose root is the one to give up next.
 */
export class LargestHeap {
  private readonly values: Float64Array;
  private readonly positions: Int32Array;
  private size = 0;

  constructor(private readonly capacity: number) {
    this.values = new Float64Array(capacity);
    this.positions = new Int32Array(capacity);
  }

  offer(value: number, position: number): void {
    if (this.size < this.capacity) this.rise(this.size++, value, position);
    else if (value > this.values[0]!) this.sink(value, position);
  }

  kept(): Int32Array {
    return this.positions.subarray(0, this.size);
  }

  /** Whether the entry at i is given up before (value, position). */
  private givesUp(i: number, value: number, position: number): boolean {
    return this.values[i]! < value || (this.values[i] === value && this.positions[i]! > position);
  }

  private put(i: number, value: number, position: number): void {
    this.values[i] = value;
    this.positions[i] = position;
  }

  private rise(i: number, value: number, position: number): void {
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.givesUp(parent, value, position)) break;
      this.put(i, this.values[parent]!, this.positions[parent]!);
      i = parent;
    }
    this.put(i, value, position);
  }

  private sink(value: number, position: number): void {
    let i = 0;
    for (let child = 1; child < this.size; child = 2 * i + 1) {
      const right = child + 1;
      if (right < this.size && this.givesUp(right, this.values[child]!, this.positions[child]!)) child = right;
      if (!this.givesUp(child, value, position)) break;
      this.put(i, this.values[child]!, this.positions[child]!);
      i = child;
    }
    this.put(i, value, position);
  }
}
