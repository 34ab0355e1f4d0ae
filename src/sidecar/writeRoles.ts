import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { applyEdits, findNodeAtLocation, type FormattingOptions, type JSONPath, modify, parseTree } from 'jsonc-parser/lib/esm/main.js';
import type { PartialRoles } from '../core/roles.ts';
import { atomicWrite } from './atomicWrite.ts';
import { fileConfigPath, folderConfigPath } from './configPaths.ts';
import { parseConfig } from './configShape.ts';

const mostAttempts = 20;

/**
 * Writes corrected roles: into `NAME.winnow.json` where there is one, else into `winnow.json` of the folder under
 * `files`. Roles that are not named stay, as does everything else in the file, its comments and its indentation;
 * one that is named as undefined is taken out.
 * Returns the path written. Throws when the file is not valid JSON: it is for people to mend.
 */
export async function writeRoles(dataPath: string, roles: PartialRoles): Promise<string> {
  const ownPath = fileConfigPath(dataPath);
  const hasOwn = (await readText(ownPath)) !== null;
  const path = hasOwn ? ownPath : folderConfigPath(dataPath);
  const place: JSONPath = hasOwn ? ['roles'] : ['files', basename(dataPath), 'roles'];
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const found = await readText(path);
    if (found !== null) refuseDamaged(found, path);
    const text = withRoles(found ?? '', place, roles);
    if (text === found) return path;
    if (await atomicWrite(path, Buffer.from(text), async () => (await readText(path)) === found)) return path;
  }
  throw new Error(`${path} keeps changing while it is saved. Nothing was written; try again when the other program is done.`);
}

function withRoles(found: string, place: JSONPath, roles: PartialRoles): string {
  const mark = found.startsWith('\uFEFF') ? '\uFEFF' : '';
  const isNew = found.slice(mark.length).trim() === '';
  let text = isNew ? '{}\n' : found.slice(mark.length);
  const formattingOptions = formattingOf(text);
  for (const [role, value] of Object.entries(roles)) {
    const at = [...place, role];
    if (value !== undefined || has(text, at)) text = applyEdits(text, modify(text, at, value, { formattingOptions }));
  }
  return mark + text;
}

function has(text: string, place: JSONPath): boolean {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  return tree !== undefined && findNodeAtLocation(tree, place) !== undefined;
}

/** As the file is indented and ends its lines; two spaces where that does not show. */
function formattingOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.startsWith('\t') ? 1 : indent.length, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

function refuseDamaged(text: string, path: string): void {
  const plain = text.replace(/^\uFEFF/, '');
  const { broken } = parseConfig(plain, path);
  if (broken && plain.trim() !== '') throw new Error(`${broken.message}. Mend the file, then set the roles again.`);
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new Error(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
