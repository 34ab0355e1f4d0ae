import { readFile } from 'node:fs/promises';
import { applyEdits, findNodeAtLocation, type FormattingOptions, type JSONPath, modify, type Node, parseTree } from 'jsonc-parser/lib/esm/main.js';
import { errorMessage } from '../core/errorMessage.ts';
import { atomicWrite } from './atomicWrite.ts';
import { parseConfig } from './configShape.ts';

const mostAttempts = 20;

/** One value of a configuration file: written, or taken out where it is undefined. */
export interface ConfigEdit {
  readonly place: JSONPath;
  readonly value: unknown;
  /** The place is an index of a list at which the value is put in, before what is there. */
  readonly insert?: boolean;
}

/** The text of a configuration file before it was written and after; null: there was no file. */
export interface WrittenConfig {
  readonly before: string | null;
  readonly after: string;
}

/**
 * Changes values of a configuration file; everything else in it stays, its comments and its indentation. A file that
 * is not there is made.
 * @param edits what is to change in the file's tree (undefined: there is no file, or nothing in it); asked again where another program wrote meanwhile.
 * @param then what to do again once the file is mended (“set the roles again”).
 * Throws when the file is not valid JSON: it is for people to mend.
 */
export function editConfig(path: string, edits: (root: Node | undefined) => readonly ConfigEdit[], then: string): Promise<WrittenConfig> {
  return rewriteConfig(path, (found) => withEdits(found ?? '', edits), then);
}

/** The same by the text of the file as it is by then: `change` makes another of it, or the same, of which nothing is written. */
export async function rewriteConfig(path: string, change: (found: string | null) => string, then: string): Promise<WrittenConfig> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const found = await readConfigText(path);
    if (found !== null) refuseDamaged(found, path, then);
    const text = change(found);
    const written = { before: found, after: text };
    if (text === found) return written;
    if (await atomicWrite(path, Buffer.from(text), async () => (await readConfigText(path)) === found)) return written;
  }
  throw new Error(`${path} keeps changing while it is saved. Nothing was written; try again when the other program is done.`);
}

/** The text that `editConfig` would write. Throws as it does. */
export async function editedConfig(path: string, edits: (root: Node | undefined) => readonly ConfigEdit[], then: string): Promise<string> {
  const found = await readConfigText(path);
  if (found !== null) refuseDamaged(found, path, then);
  return withEdits(found ?? '', edits);
}

/** The text of a file; null where there is none. */
export async function readConfigText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw new Error(`Cannot read ${path}: ${errorMessage(error)}.`);
  }
}

/** The tree of a configuration's text; undefined where there is nothing in it. */
export function configTree(text: string): Node | undefined {
  return parseTree(text.replace(/^\uFEFF/, ''), [], { allowTrailingComma: true });
}

/** A text of a configuration with these edits. */
export function withEdits(found: string, edits: (root: Node | undefined) => readonly ConfigEdit[]): string {
  const mark = found.startsWith('\uFEFF') ? '\uFEFF' : '';
  const isNew = found.slice(mark.length).trim() === '';
  let text = isNew ? '{}\n' : found.slice(mark.length);
  const formattingOptions = formattingOf(text);
  for (const { place, value, insert = false } of edits(configTree(text))) {
    const tree = configTree(text);
    const has = tree !== undefined && findNodeAtLocation(tree, place) !== undefined;
    if (value !== undefined || has) text = applyEdits(text, modify(text, place, value, { formattingOptions, isArrayInsertion: insert }));
  }
  return mark + text;
}

/** As the file is indented and ends its lines; two spaces where that does not show. */
function formattingOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.startsWith('\t') ? 1 : indent.length, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

function refuseDamaged(text: string, path: string, then: string): void {
  const plain = text.replace(/^\uFEFF/, '');
  const { broken } = parseConfig(plain, path);
  if (broken && plain.trim() !== '') throw new Error(`${broken.message}. Mend the file, then ${then}.`);
}
