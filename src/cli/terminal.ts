import { resolve } from 'node:path';

/** Where a command writes: results to `out`, everything else to `messages`. */
export interface Terminal {
  out(text: string): void;
  /** Resolves when what went to `out` has been taken: a reader that is slow must not make it pile up. */
  written(): Promise<void>;
  messages(text: string): void;
  /** Whether `out` shows colours. */
  readonly colours: boolean;
  /** Characters in a line of `out`, where that is a screen. */
  readonly columns?: number;
  /** Whether `messages` is a screen on which a line can be written over. */
  readonly shows: boolean;
}

const colourNames = { red: 31, green: 32, yellow: 33, blue: 34, dim: 2, bold: 1 } as const;
export type Paint = (text: string, colour: keyof typeof colourNames) => string;

export function painter(colours: boolean): Paint {
  return (text, colour) => (colours && text !== '' ? `\u001b[${colourNames[colour]}m${text}\u001b[0m` : text);
}

/**
 * The process's own terminal. Colours follow https://no-color.org. A reader of results that goes away ends the process
 * quietly; one of messages does not, since the exit code still counts.
 */
export function processTerminal(): Terminal {
  whenUnread(process.stdout, () => process.exit());
  whenUnread(process.stderr, () => undefined);
  return {
    out: (text) => void process.stdout.write(text),
    written: () => new Promise((resolve) => void (process.stdout.writableNeedDrain ? process.stdout.once('drain', () => resolve()) : resolve())),
    messages: (text) => void process.stderr.write(text),
    colours: process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
    ...(process.stdout.isTTY === true && process.stdout.columns > 0 && { columns: process.stdout.columns }),
    shows: process.stderr.isTTY === true,
  };
}

function whenUnread(stream: NodeJS.WriteStream, act: () => void): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    act();
  });
}

/** Data is hostile: what could steer a terminal is shown as U+FFFD, and a line stays one line. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}

/** What is wrong with a file, behind its path. Some reasons begin with the path themselves. */
export function failureLine(path: string, reason: string): string {
  const begins = reason.startsWith(`${path}:`) || reason.startsWith(`${resolve(path)}:`);
  return `${plain(begins ? reason : `${path}: ${reason}`)}\n`;
}

/** Of scripts whose characters take two places of a terminal, and of pictures. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u;

/** How many places of a terminal a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : /\p{Mn}|\p{Me}|\p{Cf}/u.test(character) ? 0 : 1;
  return width;
}

/** Fills up to a width in places of a terminal. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}
