import { extname } from 'node:path';

/** Endings that text of any kind has, and none at all: such files are read as CSV whatever they hold. */
const openEndings = new Set(['', '.txt', '.text', '.data', '.dat', '.psv']);
const delimiters = [',', '\t', ';', '|'];
const linesLooked = 20;

/** Whether a file that has no ending of a format may be delimited text: by its ending, else because its first lines are. */
export function mayBeDelimited(name: string, head: Uint8Array): boolean {
  return openEndings.has(extname(name).toLowerCase()) || isDelimited(head);
}

/** Whether all of the first lines, of which there have to be two, have as many of one delimiter. Cells in quotes may hold others. */
function isDelimited(head: Uint8Array): boolean {
  // In UTF-16, every second byte of what matters here is 0.
  const text = Buffer.from(head).toString('latin1').replaceAll('\0', '').replaceAll(/"[^"]*"/g, '');
  const lines = text.split(/\r\n|\n|\r/);
  if (head.length >= 4096) lines.pop();
  const some = lines.filter((line) => line.trim() !== '').slice(0, linesLooked);
  return delimiters.some((delimiter) => {
    const [first = 0, ...others] = some.map((line) => line.split(delimiter).length - 1);
    return first > 0 && others.length > 0 && others.every((count) => count === first);
  });
}
