import type { Node } from 'jsonc-parser/lib/esm/main.js';

/** Says what is wrong with a node, at its place. */
export type Report = (node: Node, message: string) => void;

/** The fields of an object by name, the last of a name; none, and a report, where the node is something else. */
export function fields(node: Node | undefined, report: Report, what: string, wants = 'an object'): Map<string, Node> {
  const found = new Map<string, Node>();
  if (!node) return found;
  if (node.type !== 'object') report(node, `${what} wants ${wants}`);
  for (const property of node.type === 'object' ? (node.children ?? []) : []) {
    const [name, value] = property.children ?? [];
    if (name && value) found.set(String(name.value), value);
  }
  return found;
}
