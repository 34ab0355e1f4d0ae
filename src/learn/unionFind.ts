/**
 * Groups that grow together: union by size, with paths halved. Tarjan, “Efficiency of a good but not linear set union
 * algorithm”, JACM 22, 1975.
 */
export class UnionFind {
  private readonly parent: Int32Array;
  private readonly size: Int32Array;

  constructor(members: number) {
    this.parent = new Int32Array(members);
    for (let i = 0; i < members; i++) this.parent[i] = i;
    this.size = new Int32Array(members).fill(1);
  }

  find(member: number): number {
    let at = member;
    while (this.parent[at] !== at) {
      this.parent[at] = this.parent[this.parent[at]!]!;
      at = this.parent[at]!;
    }
    return at;
  }

  /** Joins two groups, and gives back the root that is left. */
  join(a: number, b: number): number {
    let [large, small] = [this.find(a), this.find(b)];
    if (large === small) return large;
    if (this.size[large]! < this.size[small]!) [large, small] = [small, large];
    this.parent[small] = large;
    this.size[large]! += this.size[small]!;
    return large;
  }

  /** The groups of at least two, by their first member; members ascend. */
  groups(): Int32Array[] {
    const groups = new Map<number, Int32Array>();
    const filled = new Map<number, number>();
    for (let member = 0; member < this.parent.length; member++) {
      const root = this.find(member);
      if (this.size[root] === 1) continue;
      const group = groups.get(root) ?? new Int32Array(this.size[root]!);
      if (!groups.has(root)) groups.set(root, group);
      const at = filled.get(root) ?? 0;
      group[at] = member;
      filled.set(root, at + 1);
    }
    return [...groups.values()];
  }
}
