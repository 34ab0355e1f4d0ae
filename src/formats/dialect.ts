import Papa from 'papaparse';

/** How a head of delimited text splits into cells. */
export interface Dialect {
  /** Empty where there is a single column: its text may then hold any character. */
  readonly delimiter: string;
  readonly quote: string;
  /** Records before the header that are titles or comments. */
  readonly preamble: number;
  readonly header: boolean;
}

export interface DialectOptions {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly header?: boolean;
}

/** In the order in which a tie is decided. Rare ones count only when every record agrees on them. */
const commonDelimiters = [',', '\t', ';', '|'];
const rareDelimiters = ['^', '~', '\u0001', '\u001f'];
const recordsToTry = 200;
const longestPreamble = 10;

interface Candidate {
  readonly delimiter: string;
  readonly quote: string;
  readonly rows: readonly string[][];
  /** Fields that most records have. */
  readonly width: number;
  readonly preamble: number;
  /** 0–1: how far the records agree. */
  readonly score: number;
}

/**
 * Finds the dialect of a head of text. What `options` gives is taken as it is; the rest is chosen so that most
 * records have as many fields as the first, in favour of a comma (or of `favoured`), `"` and a header.
 */
export function detectDialect(text: string, options: DialectOptions, favoured: string): Dialect {
  const delimiter = options.delimiter;
  const delimiters = delimiter !== undefined ? [delimiter] : [...new Set([favoured, ...commonDelimiters]), ...rareDelimiters];
  const quotes = options.quote !== undefined ? [options.quote] : ['"', "'"];
  let best: Candidate | null = null;
  for (const quote of quotes) {
    if (quote === "'" && options.quote === undefined && !quotesWithApostrophes(text, best?.delimiter ?? favoured)) continue;
    for (const each of delimiters) {
      // Where all records agree already, none can do better.
      if (quote === '"' && best && best.score >= 1) break;
      // One that is nowhere in the text splits nothing, and the text need not be parsed to see that.
      if (delimiter === undefined && !text.includes(each)) continue;
      const candidate = tryDialect(text, each, quote);
      if (delimiter === undefined && !isAcceptable(candidate)) continue;
      if (!best || candidate.score > best.score + 1e-9 || (quote === "'" && candidate.score >= best.score)) best = candidate;
    }
  }
  best ??= fallback(text, favoured, quotes[0]!);
  if (delimiter === undefined && best.width === 1) best = tryDialect(text, '', best.quote);
  const rows = best.rows.slice(best.preamble);
  const header = options.header ?? looksLikeHeader(rows);
  return { delimiter: best.delimiter, quote: best.quote, preamble: options.header === false ? 0 : best.preamble, header };
}

function isAcceptable({ delimiter, width, score, rows }: Candidate): boolean {
  if (width < 2) return false;
  return rareDelimiters.includes(delimiter) ? score === 1 && rows.length >= 3 : score >= 0.5;
}

/** When nothing is consistent, the delimiter that splits the header into most names still beats a single column. */
function fallback(text: string, favoured: string, quote: string): Candidate {
  let best = tryDialect(text, favoured, quote);
  let most = best.rows[0]?.length ?? 1;
  for (const delimiter of commonDelimiters) {
    const candidate = tryDialect(text, delimiter, quote);
    const width = candidate.rows[0]?.length ?? 1;
    if (width > most) [best, most] = [candidate, width];
  }
  return best;
}

function tryDialect(text: string, delimiter: string, quote: string): Candidate {
  // The parser needs a delimiter and a quote: a character that text does not have stands for none.
  const parsed = Papa.parse<string[]>(text, { delimiter: delimiter || '\u0000', quoteChar: quote || '\u0001', preview: recordsToTry, skipEmptyLines: true });
  const rows = parsed.data;
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  const width = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [1, 0])[0];
  const first = rows[0]?.length ?? 1;
  // A ragged file is still split by its header's delimiter, as long as part of the records agree with it.
  const agreeing = (fields: number): number => (fields > 1 ? (counts.get(fields) ?? 0) : 0) / Math.max(1, rows.length);
  const preamble = first === width ? 0 : preambleLength(text, rows, width);
  const trouble = parsed.errors.some((error) => error.type === 'Quotes') ? 0.9 : 1;
  if (first === width || preamble > 0) return { delimiter, quote, rows, width, preamble, score: agreeing(width) * trouble };
  return { delimiter, quote, rows, width: first, preamble: 0, score: Math.max(agreeing(first), 0.5 * agreeing(width)) * trouble };
}

/** Records before the first one of full width, where they read as titles or comments and what follows as a header. */
function preambleLength(text: string, rows: readonly string[][], width: number): number {
  const length = rows.findIndex((row) => row.length === width);
  if (length < 1 || length > longestPreamble) return 0;
  const before = rows.slice(0, length);
  const after = rows.slice(length);
  const comments = before.every((row) => row[0]!.startsWith('#'));
  const titles = before.every((row) => row.length === 1) && (width >= 3 || /^[^\r\n]*\r?\n\r?\n/.test(text));
  const steady = after.filter((row) => row.length === width).length >= 0.8 * after.length;
  return (comments || titles) && after.length >= 2 && steady && looksLikeHeader(after) ? length : 0;
}

/** Whether most fields that begin with an apostrophe also end with one, and none begins with a double quote. */
function quotesWithApostrophes(text: string, delimiter: string): boolean {
  const apart = delimiter === '' ? '' : `|\\u${delimiter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const count = (field: string): number => text.match(new RegExp(`(?:^${apart})${field}`, 'gm'))?.length ?? 0;
  if (!text.includes("'") || count('"') > 0) return false;
  const wrapped = count(`'(?:[^'\\r\\n]|'')*'(?=$${apart})`);
  return wrapped >= 2 && wrapped >= 0.5 * count("'");
}

/**
 * Whether the first record names the columns. It does unless it holds numbers or dates where the records below it do,
 * and nowhere text above numbers or dates. Whole numbers in sequence (0, 1, 2; 2019, 2020) are names.
 */
export function looksLikeHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...body] = rows;
  if (!first || body.length === 0) return true;
  let against = 0;
  const measures: number[] = [];
  for (const [column, cell] of first.entries()) {
    const values = body.map((row) => row[column] ?? '').filter((value) => value !== '');
    if (values.length === 0 || values.filter(isMeasure).length < 0.9 * values.length) continue;
    if (!isMeasure(cell)) {
      if (cell.trim() !== '') return true;
      continue;
    }
    against++;
    measures.push(Number(cell));
  }
  const sequence = measures.length >= 2 && measures.every((value, index) => Number.isInteger(value) && (index === 0 || value === measures[index - 1]! + 1));
  return against === 0 || sequence;
}

function isMeasure(cell: string): boolean {
  const text = cell.trim();
  return /^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?%?$/i.test(text) || /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?$/.test(text);
}
