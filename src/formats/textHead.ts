import { basename } from 'node:path';
import type { Encoding, Notice, TextOptions } from '../core/dataset.ts';
import { detectEncoding, encodingByMark, incompleteTail, Transcoder, type DetectedEncoding } from './encoding.ts';
import { FormatError, type ByteSource } from './format.ts';
import { lfsAdvice, looksLike, startsLikeLfsPointer } from './wrongKind.ts';

/** The head of a text file, as UTF-8 without byte order mark. */
export interface TextHead {
  readonly path: string;
  readonly bytes: Buffer;
  /** The head is the whole file. */
  readonly complete: boolean;
  readonly encoding: Encoding;
  /** The file is not UTF-8: offsets in `bytes` are not offsets in the file. */
  readonly transcoded: boolean;
  readonly markLength: number;
  /** Neither an option nor a byte order mark told the encoding. */
  readonly encodingIsGuess: boolean;
  readonly notices: readonly Notice[];
}

const headLength = 256 * 1024;
/** How far a first line is followed: a header of 100,000 columns. */
const longestFirstLine = 8 << 20;
const sampleLength = 64 * 1024;
const sampleCount = 16;

export interface HeadOptions {
  /** Also samples the rest of the file, to tell its encoding. */
  readonly thorough?: boolean;
  /** Reads on until the first line ends. */
  readonly wholeFirstLine?: boolean;
}

/**
 * Reads and decodes the head of a text file: 256 KB, unless its first line is longer and wanted whole.
 * Throws a `FormatError` for an empty file, a Git LFS pointer, and what is not text at all.
 */
export async function readTextHead(source: ByteSource, options: TextOptions, { thorough, wholeFirstLine }: HeadOptions = {}): Promise<TextHead> {
  const name = basename(source.path);
  if (source.size === 0) throw new FormatError(`${name} is empty: there is nothing to show.`);
  let head = await source.read(0, headLength);
  if (wholeFirstLine && source.size > headLength && !head.includes(10) && !head.includes(13)) head = await source.read(0, longestFirstLine);
  if (startsLikeLfsPointer(head)) throw new FormatError(`${name} ${lfsAdvice}`);
  const samples = thorough ? [head, ...(await readSamples(source))] : [head];
  const detected = chosenEncoding(head, samples, options);
  const kind = detected.encoding.startsWith('utf-16') ? null : looksLike(head);
  if (kind) throw new FormatError(`${name} is not text: it looks like ${kind}.`);
  const complete = source.size <= head.length;
  const body = head.subarray(detected.markLength);
  const decoded = new Transcoder(detected.encoding).push(body, complete);
  const bytes = complete ? decoded : decoded.subarray(0, decoded.length - incompleteTail(decoded));
  if (complete && bytes.toString('utf8').trim() === '') throw new FormatError(`${name} holds nothing but white space: there is nothing to show.`);
  return {
    path: source.path,
    bytes,
    complete,
    encoding: detected.encoding,
    transcoded: detected.encoding !== 'utf-8',
    markLength: detected.markLength,
    encodingIsGuess: options.encoding === undefined && encodingByMark(head) === null,
    notices: detected.guessed === undefined ? [] : [{ severity: 'info', message: detected.guessed }],
  };
}

function chosenEncoding(head: Uint8Array, samples: readonly Uint8Array[], options: TextOptions): DetectedEncoding {
  if (options.encoding === undefined) return detectEncoding(samples);
  const marked = encodingByMark(head);
  return { encoding: options.encoding, markLength: marked?.encoding === options.encoding ? marked.markLength : 0 };
}

/** Evenly spaced windows of the file beyond its head. */
async function readSamples(source: ByteSource): Promise<Uint8Array[]> {
  const beyond = source.size - headLength;
  if (beyond <= 0) return [];
  const count = Math.min(sampleCount, Math.ceil(beyond / sampleLength));
  return Promise.all(Array.from({ length: count }, (_, index) => {
    const offset = headLength + Math.floor((beyond * index) / count);
    return source.read(offset, sampleLength);
  }));
}
