import { basename, extname } from 'node:path';
import { WriteError } from '../../sidecar/writeError.ts';
import type { ApplySource } from './applySource.ts';

/** Rows that are copied keep the format of their file, so the copy's name has to end as the file's. Throws a WriteError. */
export function requireSameEnding({ dataset: { name }, version }: ApplySource, path: string): void {
  const ending = extname(version.path);
  if (extname(path).toLowerCase() === ending.toLowerCase()) return;
  throw new WriteError(`Rows are written in the format of ${name}. Give ${basename(path)} the ending ${ending || 'of that file, which is none'}.`);
}
