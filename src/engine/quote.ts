/**
 * The one place where a name or a value becomes SQL text. Everything else is a bound value.
 */

/** `"name"`, with quotes doubled. A NUL, which no SQL text can hold, is replaced. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('\0', '\u{FFFD}').replaceAll('"', '""')}"`;
}

/** A literal of the value's own type: text, DOUBLE or INTEGER, or NULL. */
export function quoteLiteral(value: string | number | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') {
    // Without an exponent a fraction would be a DECIMAL, of which one in twenty becomes a neighbouring DOUBLE.
    if (Number.isFinite(value)) return Object.is(value, -0) ? '0' : Number.isInteger(value) || String(value).includes('e') ? String(value) : `${value}e0`;
    return `CAST('${Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'}' AS DOUBLE)`;
  }
  const parts = value.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(' || chr(0) || ')})`;
}

/** A list of literals: `['a', 'b']`. */
export function quoteList(values: readonly (string | number | null)[]): string {
  return `[${values.map(quoteLiteral).join(', ')}]`;
}
