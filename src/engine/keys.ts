import { createHash } from 'node:crypto';
import { contentHashField, contentKey, copiesField, isContentShape, occurrenceField, type RowKey, rowKeyText } from '../core/rowKey.ts';
import { rowsCondition } from './cells.ts';
import type { OpenTable } from './openTable.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import { dataTable, textOf } from './sql.ts';

const hashDigits = 24;
const data = quoteIdentifier(dataTable);
/** So many rows have their duplicates looked for one by one; more of them make the table worth its time. */
const singleRows = 20;

/**
 * The content of a row as a hash in hexadecimal digits: SHA-256 over the names and then the texts of all cells, sorted by
 * name, so that the order of columns does not matter. Lengths stand before names and texts, so that no two rows are
 * written alike; null and absent differ from empty. One expression maps all cells: one for each would take DuckDB
 * seconds to plan where there are thousands.
 */
function contentHashOf(columns: OpenTable['columns']): string {
  const sorted = [...columns].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const names = sorted.map(({ name }) => `${Buffer.byteLength(name)}:${name}`).join('');
  const cells = `[${sorted.map((column) => textOf(column)).join(', ')}]::VARCHAR[]`;
  const encoded = `list_transform(${cells}, lambda text: CASE WHEN text IS NULL THEN 'n' ELSE concat('t', strlen(text), ':', text) END)`;
  return `left(sha256(concat(${quoteLiteral(names)}, array_to_string(${encoded}, ''))), ${hashDigits})`;
}

/** Gives rows their keys, and finds the rows of keys. */
export class RowKeys {
  readonly #table: OpenTable;
  readonly #keyColumns: readonly string[];
  readonly #partial: boolean;
  /** Those that a row's content is. */
  readonly #columns: OpenTable['columns'];
  /** Content hash and occurrence number of every row, made when many keys are wanted at once. */
  readonly #keyTable: string;
  readonly #known = new Map<string, number | null>();
  #tableMade: Promise<void> | null = null;
  #ofUnreadable: ReadonlyMap<number, RowKey> | null = null;

  /**
   * @param keyColumns columns whose values tell all rows apart; empty: rows are told apart by content.
   * @param contentColumns the columns that count as content, where that is not all of them.
   * @param partial the table is the first part of a file: nobody knows how many copies of a row there are.
   */
  constructor(
    table: OpenTable,
    keyColumns: readonly string[],
    { contentColumns, partial = false }: { readonly contentColumns?: readonly string[]; readonly partial?: boolean } = {},
  ) {
    this.#table = table;
    this.#keyColumns = keyColumns;
    this.#partial = partial;
    this.#columns = contentColumns ? table.columns.filter(({ name }) => contentColumns.includes(name)) : table.columns;
    this.#keyTable = contentColumns
      ? `row_keys_of_${createHash('sha256').update(JSON.stringify(contentColumns)).digest('hex').slice(0, hashDigits)}`
      : 'row_keys';
  }

  /** Keys of rows, in their order. */
  async keysOf(rows: readonly number[], signal?: AbortSignal): Promise<RowKey[]> {
    const readable = rows.filter((row) => !this.#table.unreadable.get(row));
    const keys = this.#keyColumns.length > 0 ? await this.#columnKeys(readable, signal) : await this.#contentKeys(readable, signal);
    return rows.map((row) => keys.get(row) ?? this.#unreadableKeys().get(row) ?? {});
  }

  /** Each row's key as one text in SQL over a relation `rows` with a column `_row`: what has to be joined to it, and the expression. */
  async sqlText(signal?: AbortSignal): Promise<{ readonly join: string; readonly text: string }> {
    if (this.#keyColumns.length > 0) {
      const texts = this.#keyColumns
        .map((column) => this.#table.relation.dialect.text(column))
        .map((text) => `coalesce(strlen(${text}), -1), ':', ${text}`);
      return {
        join: `JOIN (SELECT _row, concat(${texts.join(', ')}) AS key FROM ${data}) keyed ON keyed._row = rows._row`,
        text: 'keyed.key',
      };
    }
    await this.#makeTable(signal);
    return { join: `JOIN ${this.#keyTable} keyed ON keyed._row = rows._row`, text: `concat(keyed.hash, ':', keyed.n)` };
  }

  /** Rows of keys, in their order; null where no row, or more than one, has the key. */
  async rowsOf(keys: readonly RowKey[], signal?: AbortSignal): Promise<(number | null)[]> {
    const texts = keys.map(rowKeyText);
    const wanted = new Map<string, RowKey>();
    texts.forEach((text, index) => {
      if (!this.#known.has(text)) wanted.set(text, keys[index]!);
    });
    for (const [shape, group] of groupByFields(wanted)) {
      const found = isContentShape(shape) ? await this.#findContent(group, signal) : await this.#findColumns(shape, group, signal);
      for (const [text] of group) this.#known.set(text, found.get(text) ?? null);
    }
    return texts.map((text) => this.#known.get(text) ?? null);
  }

  async #columnKeys(rows: readonly number[], signal?: AbortSignal): Promise<Map<number, RowKey>> {
    const { dialect } = this.#table.relation;
    const keys = new Map<number, RowKey>();
    if (rows.length === 0) return keys;
    const selected = this.#keyColumns.map((column) => dialect.text(column)).join(', ');
    const [numbers = [], ...cells] = await this.#table.database.columns(
      `SELECT _row, ${selected} FROM ${data} WHERE ${rowsCondition(rows, this.#table.hasPlace)}`,
      [],
      signal,
    );
    numbers.forEach((row, index) => {
      keys.set(Number(row), Object.fromEntries(this.#keyColumns.map((column, place) => [column, String(cells[place]?.[index] ?? '')])));
    });
    return keys;
  }

  async #contentKeys(rows: readonly number[], signal?: AbortSignal): Promise<Map<number, RowKey>> {
    const keys = new Map<number, RowKey>();
    if (rows.length === 0) return keys;
    if (this.#tableMade === null && rows.length <= singleRows) {
      for (const row of rows) {
        const key = await this.#occurrence(row, signal);
        if (key) keys.set(row, key);
      }
      return keys;
    }
    await this.#makeTable(signal);
    const [numbers = [], hashes = [], places = [], copies = []] = await this.#table.database.columns(
      `SELECT _row, hash, n, copies FROM ${this.#keyTable} WHERE ${rowsCondition(rows)}`,
      [],
      signal,
    );
    numbers.forEach(
      (row, index) => void keys.set(Number(row), this.#contentKey(String(hashes[index]), Number(places[index]), Number(copies[index]))),
    );
    return keys;
  }

  /** One row's key by the number of rows, up to it and in all, that have the same cells. A scan that compares, and hashes nothing. */
  async #occurrence(row: number, signal?: AbortSignal): Promise<RowKey | null> {
    const texts = this.#columns.map((column) => textOf(column));
    const [hashes = [], ...cells] = await this.#table.database.columns(
      `SELECT ${[contentHashOf(this.#columns), ...texts].join(', ')} FROM ${data} WHERE _row = ?`,
      [row],
      signal,
    );
    if (hashes.length === 0) return null;
    const same = texts.map((text, index) => {
      const value = cells[index]?.[0];
      return typeof value === 'string' ? `${text} = ${quoteLiteral(value)}` : `${text} IS NULL`;
    });
    const [place = [], copies = []] = await this.#table.database.columns(
      `SELECT count_if(_row <= ?), count(*) FROM ${data} WHERE ${['true', ...same].join(' AND ')}`,
      [row],
      signal,
    );
    return this.#contentKey(String(hashes[0]), Number(place[0]), Number(copies[0]));
  }

  #contentKey(hash: string, place: number, copies: number): RowKey {
    return contentKey(hash, place, this.#partial ? null : copies);
  }

  /** Once for the session; whoever gives up waiting does not stop it for the others. */
  async #makeTable(signal?: AbortSignal): Promise<void> {
    this.#tableMade ??= this.#table.database.execute(
      `CREATE TABLE IF NOT EXISTS ${this.#keyTable} AS SELECT _row, hash, row_number() OVER (PARTITION BY hash ORDER BY _row) AS n, count(*) OVER (PARTITION BY hash) AS copies FROM (SELECT _row, ${contentHashOf(this.#columns)} AS hash FROM ${data})`,
    );
    this.#tableMade.catch(() => (this.#tableMade = null));
    await this.#tableMade;
    signal?.throwIfAborted();
  }

  async #findContent(group: ReadonlyMap<string, RowKey>, signal?: AbortSignal): Promise<Map<string, number>> {
    await this.#makeTable(signal);
    const keys = [...group];
    const wanted = JSON.stringify(keys.map(([, key]) => [String(key[contentHashField]), String(key[occurrenceField] ?? 1), copiesIn(key)]));
    const sql = `SELECT w.place, k._row FROM (${unnested}) w JOIN ${this.#keyTable} k ON k.hash = w.cells[1] AND k.n = TRY_CAST(w.cells[2] AS BIGINT) AND (w.cells[3] = '' OR k.copies = TRY_CAST(w.cells[3] AS BIGINT))`;
    const [places = [], rows = []] = await this.#table.database.columns(sql, [wanted], signal);
    const found = new Map(places.map((place, index) => [keys[Number(place)]![0], Number(rows[index])]));
    for (const [row, key] of this.#unreadableKeys()) {
      const texts = [key, contentKey(String(key[contentHashField]), Number(key[occurrenceField] ?? 1), null)].map(rowKeyText);
      for (const text of texts) if (group.has(text)) found.set(text, row);
    }
    return found;
  }

  /** By the columns that the key itself names, which need not be those of this session. */
  async #findColumns(shape: readonly string[], group: ReadonlyMap<string, RowKey>, signal?: AbortSignal): Promise<Map<string, number>> {
    if (!shape.every((name) => this.#table.columns.some((column) => column.name === name))) return new Map();
    const { dialect } = this.#table.relation;
    const keys = [...group];
    const wanted = JSON.stringify(keys.map(([, key]) => shape.map((name) => String(key[name]))));
    const equal = shape.map((name, index) => `${dialect.text(name)} = w.cells[${index + 1}]`).join(' AND ');
    const sql = `SELECT w.place, min(d._row), count(*) FROM (${unnested}) w JOIN ${data} d ON ${equal} GROUP BY w.place`;
    const [places = [], rows = [], counts = []] = await this.#table.database.columns(sql, [wanted], signal);
    const found = new Map<string, number>();
    places.forEach((place, index) => {
      if (counts[index] === 1) found.set(keys[Number(place)]![0], Number(rows[index]));
    });
    return found;
  }

  /** An unreadable record has no cells: its own text tells it apart. */
  #unreadableKeys(): ReadonlyMap<number, RowKey> {
    if (this.#ofUnreadable) return this.#ofUnreadable;
    const alike = new Map<string, number[]>();
    for (const row of this.#table.unreadable.rows) {
      const hash = createHash('sha256')
        .update(`unreadable:${this.#table.unreadable.get(row)?.text ?? ''}`)
        .digest('hex')
        .slice(0, hashDigits);
      const rows = alike.get(hash);
      if (rows) rows.push(row);
      else alike.set(hash, [row]);
    }
    return (this.#ofUnreadable = new Map(
      [...alike].flatMap(([hash, rows]) => rows.map((row, place) => [row, this.#contentKey(hash, place + 1, rows.length)] as const)),
    ));
  }
}

/** Whether the columns have a value in every row, and no two rows the same ones. */
export async function isUniqueKey(table: OpenTable, columns: readonly string[], signal?: AbortSignal): Promise<boolean> {
  const texts = columns.map((column) => table.relation.dialect.text(column));
  // As many hashes as rows prove that the rows differ.
  const sql = `SELECT count(*), count(DISTINCT hash(${texts.join(', ')})), count_if(${texts.map((text) => `${text} IS NULL`).join(' OR ')}) FROM ${data}`;
  const [rows, hashes, nulls] = (await table.database.columns(sql, [], signal)).map((column) => Number(column[0]));
  return rows === hashes && nulls === 0;
}

/** Keys as rows of texts with their place in the list; the list is one bound value. */
const unnested = `SELECT generate_subscripts(list, 1) - 1 AS place, unnest(list) AS cells FROM (SELECT CAST(CAST(? AS JSON) AS VARCHAR[][]) AS list)`;

function groupByFields(keys: ReadonlyMap<string, RowKey>): [string[], Map<string, RowKey>][] {
  const groups = new Map<string, [string[], Map<string, RowKey>]>();
  for (const [text, key] of keys) {
    const fields = Object.keys(key).sort();
    if (fields.length === 0) continue;
    const name = JSON.stringify(isContentShape(fields) ? [contentHashField] : fields);
    const group = groups.get(name) ?? [fields, new Map<string, RowKey>()];
    group[1].set(text, key);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** How many copies of its row a key of a content knows of; empty: it does not know. */
function copiesIn(key: RowKey): string {
  return String(key[copiesField] ?? (key[occurrenceField] === undefined ? 1 : ''));
}
