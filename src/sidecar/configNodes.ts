import type { Node } from 'jsonc-parser/lib/esm/main.js';
import { nearestName } from '../core/nearestName.ts';

/** Says what is wrong with a node, at its place. */
export type Report = (node: Node, message: string) => void;

/** Says that a value is not what its place wants: `“header” wants true or false, not “yes”`. */
export function reportUnfit(report: Report, node: Node, wants: string): void {
  report(node, `${wants}, not ${shown(node)}`);
}

/** A value in words; texts are cut at 60 characters. */
function shown({ type, value }: Node): string {
  if (type === 'object') return 'an object';
  if (type === 'array') return 'a list';
  const text = String(value);
  return type === 'string' ? `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”` : text;
}

/** The fields of an object by name, the last of a name; none, and a report, where the node is something else. */
export function fields(node: Node | undefined, report: Report, what: string, wants = 'an object'): Map<string, Node> {
  const found = new Map<string, Node>();
  if (!node) return found;
  if (node.type !== 'object') reportUnfit(report, node, `${what} wants ${wants}`);
  for (const property of node.type === 'object' ? (node.children ?? []) : []) {
    const [name, value] = property.children ?? [];
    if (!name || !value) continue;
    if (found.has(String(name.value))) report(name, `“${String(name.value)}” stands here twice; the last one counts`);
    found.set(String(name.value), value);
  }
  return found;
}

/** Fields of which all names are known; others are reported, with the known one that is nearest, and left out. */
export function knownFields<Name extends string>(
  node: Node | undefined,
  names: readonly Name[],
  report: Report,
  what: string,
  wants?: string,
): Map<Name, Node> {
  const known = new Map<Name, Node>();
  for (const [given, value] of fields(node, report, what, wants)) {
    const name = names.find((each) => each === given);
    if (name !== undefined) known.set(name, value);
    else report(nameOf(value), unknownName(given, names));
  }
  return known;
}

/** What to say of a name that is none of those known. */
export function unknownName(given: string, names: readonly string[], what = 'known here'): string {
  const nearest = nearestName(given, names);
  return `“${given}” is not ${what}${nearest === undefined ? `; there are ${names.join(', ')}` : `: did you mean “${nearest}”?`}`;
}

/** The name of a field, which stands before its value. */
function nameOf(value: Node): Node {
  return value.parent?.children?.[0] ?? value;
}
