import type { KeptFinding } from '../core/finding.ts';

/**
 * Numbers by which findings are asked for. Their places in the list change whenever a check is done; a finding keeps its
 * name as long as it is found, in a later run too, and a name is never given twice: who holds one that is gone gets
 * nothing, and not another finding.
 */
export class FindingNames {
  #findings: readonly KeptFinding[] = [];
  #names: readonly number[] = [];
  #places: ReadonlyMap<number, number> = new Map();
  #next = 0;

  /** Names a new list. Of two findings that are alike the first keeps the older name. */
  take(findings: readonly KeptFinding[]): void {
    const before = new Map(this.#findings.map((finding, place) => [finding, this.#names[place]!]));
    const staying = new Set(findings);
    const left = new Map<string, number[]>();
    for (const [finding, name] of before) {
      if (staying.has(finding)) continue;
      const identity = identityOf(finding);
      const alike = left.get(identity);
      if (alike) alike.push(name);
      else left.set(identity, [name]);
    }
    this.#names = findings.map((finding) => before.get(finding) ?? left.get(identityOf(finding))?.shift() ?? this.#next++);
    this.#places = new Map(this.#names.map((name, place) => [name, place]));
    this.#findings = findings;
  }

  of(place: number): number {
    return this.#names[place]!;
  }

  /** Place in the list of the finding of this name; -1 where it is gone. */
  placeOf(name: number): number {
    return this.#places.get(name) ?? -1;
  }
}

/** What a finding is about: another run may say it in other words. */
function identityOf({ check, column, segment, scope, rows }: KeptFinding): string {
  return JSON.stringify([check, column, segment, scope, rows.length, rows[0], rows.at(-1)]);
}
