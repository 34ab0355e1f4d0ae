import type { KeptTable, Relation } from '../engine/engine.ts';

/** What the checks of one run have worked out for each other, and the tables that it is in. */
export class Shared {
  readonly #relation: Relation;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<unknown>>();
  readonly #tables = new Set<KeptTable>();

  constructor(relation: Relation, signal: AbortSignal) {
    this.#relation = relation;
    this.#signal = signal;
  }

  /** One that failed is tried again by the next who asks. */
  get<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.#known.get(name) as Promise<T> | undefined;
    if (known) return known;
    const made = make();
    this.#known.set(name, made);
    made.catch(() => this.#known.delete(name));
    return made;
  }

  async keep(sql: string): Promise<KeptTable> {
    const { name, drop } = await this.#relation.keep(sql, this.#signal);
    const table: KeptTable = {
      name,
      drop: async () => {
        if (this.#tables.delete(table)) await drop();
      },
    };
    this.#tables.add(table);
    return table;
  }

  async dispose(): Promise<void> {
    for (const table of [...this.#tables]) await table.drop().catch(() => undefined);
  }
}
