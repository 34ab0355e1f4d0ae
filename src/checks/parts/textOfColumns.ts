import type { Dialect } from '../../engine/engine.ts';

/** SQL: the text of a row that several columns make together, a line each; of a single column its own, NULL where that is. */
export function textOfColumns(dialect: Dialect, columns: readonly string[]): string {
  const texts = columns.map((column) => dialect.text(column));
  return texts.length === 1 ? texts[0]! : dialect.join(texts, '\n');
}
