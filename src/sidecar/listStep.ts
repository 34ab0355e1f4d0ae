import { findNodeAtLocation, type JSONPath, parse } from 'jsonc-parser/lib/esm/main.js';
import { configTree, rewriteConfig, withEdits, type WrittenConfig } from './editConfig.ts';

/** A change to one list of a configuration file that can be taken back, and made again. */
export interface ListStep {
  readonly path: string;
  readonly place: JSONPath;
  /** The list as it was written before and after, with its comments; null where there was none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** The step that was written; null where the list stayed as it was. */
export function listStep(path: string, place: JSONPath, written: WrittenConfig): ListStep | null {
  const [before, after] = [listIn(written.before, place), listIn(written.after, place)];
  return before === after ? null : { path, place, before, after };
}

/**
 * Takes the step back, or makes it again. What else stands in the file stays. A list that others have changed since is
 * left to them: it throws, in words, and nothing is written.
 */
export async function turnListStep({ path, place, before, after }: ListStep, undone: boolean): Promise<void> {
  const [from, to] = undone ? [after, before] : [before, after];
  await rewriteConfig(path, (found) => {
    if (listIn(found, place) !== from) throw new Error(`“${String(place.at(-1))}” in ${path} is not as this step left it: somebody has changed it since.`);
    return withList(found ?? '', place, to);
  }, 'try again');
}

function listIn(text: string | null, place: JSONPath): string | null {
  const found = text === null ? undefined : nodeIn(text, place);
  return found ? text!.slice(found.start, found.end) : null;
}

function withList(text: string, place: JSONPath, list: string | null): string {
  const found = nodeIn(text, place);
  if (found && list !== null) return text.slice(0, found.start) + list + text.slice(found.end);
  return withEdits(text, () => [{ place, value: list === null ? undefined : (parse(list) as unknown) }]);
}

/** Where a value stands in the text; a byte order mark is no part of the tree. */
function nodeIn(text: string, place: JSONPath): { readonly start: number; readonly end: number } | null {
  const tree = configTree(text);
  const node = tree && findNodeAtLocation(tree, place);
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  return node ? { start: node.offset + mark, end: node.offset + node.length + mark } : null;
}
