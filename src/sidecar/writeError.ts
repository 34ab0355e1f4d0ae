import { dirname } from 'node:path';

/** A file that could not be written; the message names it and says what to do. Nothing was changed. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

/** What went wrong, in words. Errors that do not come from the file system are returned as they are. */
export function describeWriteError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new WriteError(`Cannot write ${path}: you have no permission to write this file or its folder. Change the permissions, then save again.`);
    case 'EROFS':
      return new WriteError(`Cannot write ${path}: it lies in a read-only folder. Copy the dataset to a folder you can write to.`);
    case 'ENOSPC':
    case 'EDQUOT':
      return new WriteError(`Cannot write ${path}: the disk is full. Free some space, then save again.`);
    case 'ENOENT':
    case 'ENOTDIR':
      return new WriteError(`Cannot write ${path}: there is no folder ${dirname(path)}. Make it, or choose another.`);
    case 'EISDIR':
      return new WriteError(`Cannot write ${path}: a folder has this name.`);
    default:
      return error;
  }
}
