import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** `winnow.json` beside a data file: of its whole folder. */
export function folderConfigPath(dataPath: string): string {
  return join(dirname(dataPath), 'winnow.json');
}

/** `NAME.winnow.json` beside a data file: of that file alone. */
export function fileConfigPath(dataPath: string): string {
  return `${dataPath}.winnow.json`;
}

/**
 * Where configuration of a data file may lie, farthest first: `winnow.json` of the folders from `root` (a workspace)
 * or from the root of the git repository downwards, then `NAME.winnow.json`. Without either around it, of its own folder alone.
 */
export function configPaths(dataPath: string, root?: string): string[] {
  const path = resolve(dataPath);
  return [...foldersFrom(dirname(path), root && resolve(root)).map((folder) => join(folder, 'winnow.json')), fileConfigPath(path)];
}

function foldersFrom(folder: string, root: string | undefined): string[] {
  const folders: string[] = [];
  for (let current = folder; ; current = dirname(current)) {
    folders.unshift(current);
    if (current === root || existsSync(join(current, '.git'))) return folders;
    if (current === dirname(current)) return [folder];
  }
}
