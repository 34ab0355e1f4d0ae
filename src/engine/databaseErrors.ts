import { abortError, isAbort } from '../protocol/rpc.ts';

/**
 * DuckDB's error in words about the file. What a person can do nothing about keeps DuckDB's own words.
 * An AbortError stays one.
 */
export function explainDatabaseError(error: unknown, path: string): Error {
  if (!(error instanceof Error) || isAbort(error) || error.name !== 'Error') return error instanceof Error ? error : new Error(String(error));
  const text = error.message;
  if (/out of memory|could not allocate|failed to (allocate|offload|pin)/i.test(text) && !/max_temp_directory_size|disk|space/i.test(text)) {
    return named('OutOfMemoryError', `${path}: the data engine ran out of memory. Raise the setting winnow.memoryLimit, or open a smaller part of the file.`);
  }
  if (/no space left|disk (is )?full|max_temp_directory_size/i.test(text)) {
    return named('DiskFullError', `${path}: there is no room on the disk for the data engine's temporary files. Free some space and open the file again.`);
  }
  // A file that is gone is looked for as a folder, and that is not allowed.
  if (/no such file|cannot open file|could not open|cannot access file/i.test(text)) {
    return named('MissingFileError', `${path}: the file cannot be read any more. Was it moved or deleted? Reload the dataset.`);
  }
  if (/interrupted/i.test(text)) return abortError();
  return named('DatabaseError', `${path}: ${text.split('\n')[0]?.trim() ?? text}`);
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
