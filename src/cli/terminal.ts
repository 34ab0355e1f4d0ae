import { resolve } from 'node:path';

/** Where a command writes: results to `out`, everything else to `messages`. */
export interface Terminal {
  out(text: string): void;
  /** Resolves when what went to `out` has been taken: a reader that is slow must not make it pile up. */
  written(): Promise<void>;
  messages(text: string): void;
  /** Whether `out` shows colours. */
  readonly colours: boolean;
  /** Whether `messages` is a screen on which a line can be written over. */
  readonly shows: boolean;
}

const colourNames = { red: 31, green: 32, yellow: 33, blue: 34, dim: 2, bold: 1 } as const;
export type Paint = (text: string, colour: keyof typeof colourNames) => string;

export function painter(colours: boolean): Paint {
  return (text, colour) => (colours && text !== '' ? `\u001b[${colourNames[colour]}m${text}\u001b[0m` : text);
}

/** The process's own terminal. Colours follow https://no-color.org. A reader that goes away ends the process quietly. */
export function processTerminal(): Terminal {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    written: () => new Promise((resolve) => void (process.stdout.writableNeedDrain ? process.stdout.once('drain', () => resolve()) : resolve())),
    messages: (text) => void process.stderr.write(text),
    colours: process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
    shows: process.stderr.isTTY === true,
  };
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

/** Fills up to a width, measured in characters; wide scripts may stick out. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - [...text].length));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - [...text].length)) + text;
}
