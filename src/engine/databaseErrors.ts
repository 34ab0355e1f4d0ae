import { tmpdir } from 'node:os';
import { dirname, isAbsolute } from 'node:path';
import { abortError, isAbort } from '../protocol/rpc.ts';
import { ranOutOfMemory } from './engineEnd.ts';
import { engineMemory } from './memoryPool.ts';

/**
 * DuckDB's error in words about the file. What a person can do nothing about keeps DuckDB's own words.
 * An AbortError stays one.
 */
export function explainDatabaseError(error: unknown, path: string): Error {
  if (!(error instanceof Error) || isAbort(error)) return error instanceof Error ? error : new Error(String(error));
  const text = error.message;
  if (isOutOfMemory(error)) return named('OutOfMemoryError', `${path}: the data engine ${ranOutOfMemory(engineMemory.limit)}`);
  if (error.name !== 'Error') return error;
  if (isDiskFull(error)) {
    return named(
      'DiskFullError',
      `${path}: there is no room in ${fullFolder(text)} for the data engine's temporary files. Free some space there, then open the file again.`,
    );
  }
  // A file that is gone is looked for as a folder, and that is not allowed.
  if (/no such file|cannot open file|could not open|cannot access file/i.test(text)) {
    return named('MissingFileError', `${path}: the file cannot be read any more. Was it moved or deleted? Reload the dataset.`);
  }
  if (/interrupted/i.test(text)) return abortError();
  return named('DatabaseError', `${path}: ${text.split('\n')[0]?.trim() ?? text}`);
}

/** DuckDB's own words, those of a thread whose heap is full, and of an array that there is no room for. */
function isOutOfMemory({ name, message }: Error): boolean {
  if (name === 'RangeError') return /^array buffer allocation failed/i.test(message);
  if (name !== 'Error' || /max_temp_directory_size|disk|space/i.test(message)) return false;
  return /out of memory|could not allocate|failed to (allocate|offload|pin)|reaching memory limit/i.test(message);
}

const diskFull = /no space left|not enough (free )?space|disk (is )?full|disk quota|file too large|max_temp_directory_size|^E(NOSPC|DQUOT|FBIG)\b/i;

/** Whether an error says that something could not be written for want of room. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && (error.name === 'DiskFullError' || diskFull.test(error.message));
}

/** The folder that the error names, else the one where temporary files are. */
function fullFolder(text: string): string {
  const file = /file "([^"]+)"/i.exec(text)?.[1];
  return file !== undefined && isAbsolute(file) ? dirname(file) : tmpdir();
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
