/** A small generator of numbers with a seed (mulberry32), so that a failing case can be seen again. */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export interface RandomCsv {
  readonly delimiter: string;
  readonly quote: string;
  readonly lineEnd: string;
  readonly text: string;
  /** Null for an empty field without quotes. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Line on which each row starts, from 1. */
  readonly lines: readonly number[];
}

const pieces = ['a', 'Z', '7', ' ', '.', 'ü', '€', '😀', 'word', '""', "''", ',', ';', '\t', '|', '\n', '\r\n', '\r', '"', "'", '--', '{}', '\\'];

/** A well-formed file with a header, in a random dialect. */
export function randomCsv(random: (below: number) => number): RandomCsv {
  const delimiter = [',', ';', '\t', '|'][random(4)]!;
  const quote = ['"', "'"][random(2)]!;
  const lineEnd = ['\n', '\r\n', '\r'][random(3)]!;
  const width = 2 + random(5);
  const header = Array.from({ length: width }, (_, index) => `name${index}`).join(delimiter);
  const rows: (string | null)[][] = [];
  const lines: number[] = [];
  let text = header + lineEnd;
  const count = random(60);
  for (let row = 0; row < count; row++) {
    const cells = Array.from({ length: width }, () => randomCell(random));
    const written = cells.map((cell) => writeCell(cell, delimiter, quote, random)).join(delimiter);
    if (random(12) === 0) text += lineEnd;
    lines.push(text.split(/\r\n|\r|\n/).length);
    rows.push(cells);
    text += row === count - 1 && random(2) === 0 ? written : written + lineEnd;
  }
  return { delimiter, quote, lineEnd, text, rows, lines };
}

function randomCell(random: (below: number) => number): string | null {
  if (random(8) === 0) return null;
  return Array.from({ length: random(5) }, () => pieces[random(pieces.length)]!).join('');
}

function writeCell(cell: string | null, delimiter: string, quote: string, random: (below: number) => number): string {
  if (cell === null) return '';
  const needed = cell === '' || cell.startsWith(quote) || [delimiter, '\n', '\r'].some((part) => cell.includes(part));
  return needed || random(3) === 0 ? quote + cell.replaceAll(quote, quote + quote) + quote : cell;
}

/** The same bytes with a few random wounds: bytes taken out, put in, or replaced. */
export function wound(bytes: Buffer, random: (below: number) => number): Buffer {
  let wounded = bytes;
  const weapons = ['"', "'", ',', '\n', '\r', '\0', '\xff', '\xe2\x82', 'x"y', '""', '\r\n', ' '];
  for (let times = 1 + random(4); times > 0; times--) {
    const at = random(wounded.length + 1);
    const put = Buffer.from(random(3) === 0 ? '' : weapons[random(weapons.length)]!, 'latin1');
    wounded = Buffer.concat([wounded.subarray(0, at), put, wounded.subarray(at + random(3))]);
  }
  return wounded;
}
