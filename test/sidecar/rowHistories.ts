import type { Random } from '../../samples/generator/random.ts';

/** A row that keeps its identity, whatever happens to its cells and its place. */
export interface ModelRow {
  readonly uid: number;
  /** Of the row that this one was first copied from, or its own. */
  readonly root: number;
  /** By the column's first name. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface ModelColumn {
  readonly first: string;
  readonly name: string;
}

/** One version of a table in which many histories happen side by side: each has rows of its own, told apart by a column. */
export interface ModelTable {
  readonly columns: readonly ModelColumn[];
  readonly rows: readonly ModelRow[];
}

export interface Kind {
  readonly histories: number;
  /** Rows have ids, which copies of rows repeat. */
  readonly keyed: boolean;
  readonly copies: boolean;
}

const texts = ['good', 'bad', 'so, so', 'a "quoted" word', 'two\nlines', '', 'naïve', 'good'];
const labels = ['pos', 'neg'];
const countries = ['DE', 'FR'];

/** Makes tables and changes them at random. */
export class RowHistories {
  readonly #random: Random;
  readonly #kind: Kind;
  #uids = 0;
  /** Ids that two branches gave to different rows. */
  readonly #contested = new Set<string>();
  /** Of new rows: two branches that start from one version count alike, and give the same ids to different rows. */
  ids = 0;
  /** Of rows that were given another id. */
  #newIds = 1_000_000;

  constructor(random: Random, kind: Kind) {
    this.#random = random;
    this.#kind = kind;
  }

  start(): ModelTable {
    const names = [...(this.#kind.keyed ? ['id'] : []), 'history', 'text', 'label', 'country'];
    const rows = Array.from({ length: this.#kind.histories }, (_, history) =>
      Array.from({ length: this.#random.integer(3, 8) }, () => this.#newRow(String(history))),
    ).flat();
    return { columns: names.map((name) => ({ first: name, name })), rows };
  }

  /** Some acts on each history, and some on the whole table. */
  change(table: ModelTable): ModelTable {
    const byHistory = new Map<string, ModelRow[]>(Array.from({ length: this.#kind.histories }, (_, history) => [String(history), []]));
    for (const row of table.rows) byHistory.get(row.cells['history']!)!.push(row);
    const changed = [...byHistory].map(([history, rows]) => this.#changeHistory(history, rows)).flat();
    return { columns: this.#changeColumns(table.columns), rows: this.#random.chance(0.5) ? this.#random.shuffle(changed) : changed };
  }

  /** What both sides made of a base: rows that neither deleted, cells that either changed, columns that either renamed. */
  merge(base: ModelTable, ours: ModelTable, theirs: ModelTable): ModelTable {
    const [before, left, right] = [base, ours, theirs].map(({ rows }) => new Map(rows.map((row) => [row.uid, row]))) as [
      Map<number, ModelRow>,
      Map<number, ModelRow>,
      Map<number, ModelRow>,
    ];
    const rows = ours.rows.flatMap((row): ModelRow[] => {
      const [origin, other] = [before.get(row.uid), right.get(row.uid)];
      if (!origin) return [row];
      if (!other) return [];
      return [
        {
          ...row,
          cells: Object.fromEntries(
            Object.entries(row.cells).map(([column, cell]) => [column, cell === origin.cells[column] ? other.cells[column]! : cell]),
          ),
        },
      ];
    });
    for (const row of theirs.rows) if (!before.has(row.uid) && !left.has(row.uid)) rows.splice(this.#random.integer(0, rows.length), 0, row);
    this.#contest(rows);
    const columns = ours.columns.map((column) => {
      const renamed = theirs.columns.find(({ first }) => first === column.first)!;
      return column.name === base.columns.find(({ first }) => first === column.first)!.name ? renamed : column;
    });
    return { columns, rows };
  }

  #contest(rows: readonly ModelRow[]): void {
    const roots = new Map<string, number>();
    for (const { root, cells: { id } } of rows) {
      if (id !== undefined && (roots.get(id) ?? root) !== root) this.#contested.add(id);
      if (id !== undefined) roots.set(id, root);
    }
  }

  #changeHistory(history: string, before: readonly ModelRow[]): ModelRow[] {
    let rows = [...before];
    for (let acts = this.#random.integer(0, 3); acts > 0; acts--) rows = this.#act(history, rows);
    return rows;
  }

  #act(history: string, rows: ModelRow[]): ModelRow[] {
    const place = this.#random.integer(0, Math.max(0, rows.length - 1));
    const chosen = rows[place];
    switch (this.#random.pick(['sort', 'shuffle', 'insert', 'delete', 'copy', 'edit', 'edit'] as const)) {
      case 'sort':
        return rows.toSorted((a, b) => (a.cells['text']! < b.cells['text']! ? -1 : 1));
      case 'shuffle':
        return this.#random.shuffle(rows);
      case 'insert':
        return rows.toSpliced(place, 0, this.#newRow(history));
      case 'delete':
        return chosen && this.#isContested(chosen) ? rows : rows.toSpliced(place, 1);
      case 'copy':
        return chosen && this.#kind.copies ? rows.toSpliced(this.#random.integer(0, rows.length), 0, { ...chosen, uid: ++this.#uids }) : rows;
      case 'edit':
        return chosen ? rows.with(place, { ...chosen, cells: { ...chosen.cells, ...this.#edit(chosen) } }) : rows;
    }
  }

  /** An id names a row: once one of two rows of an id has lost it, the other one is what it names. That is not tried here. */
  #isContested({ cells }: ModelRow): boolean {
    return cells['id'] !== undefined && this.#contested.has(cells['id']);
  }

  #edit(row: ModelRow): Readonly<Record<string, string>> {
    if (this.#kind.keyed && !this.#isContested(row) && this.#random.chance(0.1)) return { id: String(++this.#newIds) };
    const column = this.#random.pick(['text', 'label', 'country'] as const);
    return { [column]: this.#random.pick({ text: texts, label: labels, country: countries }[column]) };
  }

  #changeColumns(columns: readonly ModelColumn[]): readonly ModelColumn[] {
    const moved = this.#random.chance(0.3) ? this.#random.shuffle(columns) : columns;
    if (!this.#random.chance(0.1)) return moved;
    const renamed = this.#random.pick(moved);
    return moved.map((column) => (column === renamed ? { ...column, name: `${column.first} ${this.#random.integer(2, 9)}` } : column));
  }

  #newRow(history: string): ModelRow {
    const id = String(++this.ids);
    const uid = ++this.#uids;
    return {
      uid,
      root: uid,
      cells: {
        ...(this.#kind.keyed && { id }),
        history,
        text: this.#random.pick(texts),
        label: this.#random.pick(labels),
        country: this.#random.pick(countries),
      },
    };
  }
}

/** A row's content as one text: what it says, under the names that its columns have in this version. */
export function contentOf({ columns }: ModelTable, { cells }: ModelRow): string {
  return JSON.stringify(columns.map(({ first, name }) => [name, cells[first]]).sort());
}

export function csvOf({ columns, rows }: ModelTable): string {
  const quote = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns.map(({ name }) => name), ...rows.map(({ cells }) => columns.map(({ first }) => cells[first]!))]
    .map((line) => `${line.map(quote).join(',')}\n`)
    .join('');
}
