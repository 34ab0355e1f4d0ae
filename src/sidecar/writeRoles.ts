import { basename } from 'node:path';
import type { JSONPath } from 'jsonc-parser/lib/esm/main.js';
import type { PartialRoles } from '../core/roles.ts';
import { fileConfigPath, folderConfigPath } from './configPaths.ts';
import { editConfig, readConfigText } from './editConfig.ts';

/**
 * Writes corrected roles: into `NAME.winnow.json` where there is one, else into `winnow.json` of the folder under
 * `files`. Roles that are not named stay, as does everything else in the file, its comments and its indentation;
 * one that is named as undefined is taken out.
 * Returns the path written. Throws when the file is not valid JSON: it is for people to mend.
 */
export async function writeRoles(dataPath: string, roles: PartialRoles): Promise<string> {
  const { path, section } = await ownSection(dataPath);
  await editConfig(path, () => Object.entries(roles).map(([role, value]) => ({ place: [...section, 'roles', role], value })), 'set the roles again');
  return path;
}

/** Where settings of one data file go: a file, and the place in it. */
export async function ownSection(dataPath: string): Promise<{ readonly path: string; readonly section: JSONPath }> {
  const own = fileConfigPath(dataPath);
  if ((await readConfigText(own)) !== null) return { path: own, section: [] };
  return { path: folderConfigPath(dataPath), section: ['files', basename(dataPath)] };
}
