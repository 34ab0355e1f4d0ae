import { dirname, join } from 'node:path';

/** `winnow.json` beside a data file: of its whole folder. */
export function folderConfigPath(dataPath: string): string {
  return join(dirname(dataPath), 'winnow.json');
}

/** `NAME.winnow.json` beside a data file: of that file alone. */
export function fileConfigPath(dataPath: string): string {
  return `${dataPath}.winnow.json`;
}
