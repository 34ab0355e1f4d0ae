import type { Node } from 'jsonc-parser/lib/esm/main.js';
import type { WinnowConfig } from '../core/config.ts';
import { type AnnotationColumn, type AnnotationKind, annotationKinds, type Costs, type LabelDefinition } from '../core/taxonomy.ts';
import { fields, knownFields, type Report, reportUnfit } from './configNodes.ts';

/** What a section says of labels: the taxonomy, costs of confusions, and columns that people add. */
export function readLabelConfig(section: ReadonlyMap<string, Node>, report: Report): Pick<WinnowConfig, 'taxonomy' | 'costs' | 'annotations'> {
  const taxonomy = section.get('taxonomy');
  const costs = section.get('costs');
  const annotations = section.get('annotations');
  return {
    ...(taxonomy && { taxonomy: readTaxonomy(taxonomy, report, '“taxonomy”') }),
    ...(costs && { costs: readCosts(costs, report) }),
    ...(annotations && { annotations: readAnnotations(annotations, report) }),
  };
}

/** A name may stand for a label without a definition. */
function readTaxonomy(node: Node, report: Report, what: string): LabelDefinition[] {
  const labels = new Map<string, LabelDefinition>();
  for (const item of items(node, report, `${what} wants a list of labels`)) {
    const label = item.type === 'string' ? { name: String(item.value) } : readDefinition(item, report, what);
    if (!label) continue;
    if (labels.has(label.name)) report(item, `“${label.name}” is in ${what} twice`);
    else labels.set(label.name, label);
  }
  return [...labels.values()];
}

function readDefinition(node: Node, report: Report, what: string): LabelDefinition | null {
  const found = knownFields(node, ['name', 'definition', 'examples', 'colour'], report, `a label of ${what}`, 'a name, or an object with a name');
  const name = readText(found.get('name'), report, '“name”');
  if (node.type !== 'object') return null;
  if (name === undefined) {
    if (!found.has('name')) report(node, `a label of ${what} wants a “name”`);
    return null;
  }
  const definition = readText(found.get('definition'), report, '“definition”');
  const examples = found.get('examples');
  const colour = readText(found.get('colour'), report, '“colour”');
  const isColour = colour === undefined || /^#[0-9a-f]{6}$/i.test(colour);
  if (!isColour) reportUnfit(report, found.get('colour')!, '“colour” wants six hexadecimal digits after a #, as #1f77b4');
  return {
    name,
    ...(definition !== undefined && { definition }),
    ...(examples && { examples: readTexts(examples, report, '“examples”') }),
    ...(colour !== undefined && isColour && { colour }),
  };
}

function readCosts(node: Node, report: Report): Costs {
  const found = knownFields(node, ['default', 'confusions', 'segments'], report, '“costs”');
  const usual = found.get('default');
  const cost = usual && readAmount(usual, report, '“default”');
  const confusions = found.get('confusions');
  const segments = found.get('segments');
  return {
    ...(cost !== undefined && { default: cost }),
    ...(confusions && { confusions: readTable(confusions, report, '“confusions”', 'cost') }),
    ...(segments && { segments: readTable(segments, report, '“segments”', 'weight') }),
  };
}

function readTable(node: Node, report: Report, what: string, amount: string): Record<string, Record<string, number>> {
  return Object.fromEntries([...fields(node, report, what)].map(([name, row]) => {
    const amounts = [...fields(row, report, `“${name}”`, `an object with a ${amount} for each name`)].flatMap(([other, value]) => {
      const read = readAmount(value, report, `“${other}”`);
      return read === undefined ? [] : [[other, read] as const];
    });
    return [name, Object.fromEntries(amounts)];
  }));
}

function readAnnotations(node: Node, report: Report): AnnotationColumn[] {
  const columns = new Map<string, AnnotationColumn>();
  for (const item of items(node, report, '“annotations” wants a list of columns')) {
    const column = readAnnotation(item, report);
    if (!column) continue;
    if (columns.has(column.name)) report(item, `“annotations” has “${column.name}” twice`);
    else columns.set(column.name, column);
  }
  return [...columns.values()];
}

function readAnnotation(node: Node, report: Report): AnnotationColumn | null {
  const found = knownFields(node, ['name', 'kind', 'description', 'labels', 'min', 'max'], report, 'an annotation column', 'an object with a name and a kind');
  if (node.type !== 'object') return null;
  const name = readText(found.get('name'), report, '“name”');
  const kind = annotationKinds.find((known): known is AnnotationKind => known === found.get('kind')?.value);
  if (!kind) report(found.get('kind') ?? node, `an annotation column wants a “kind”: one of ${annotationKinds.join(', ')}`);
  if (name === undefined || name === '') report(found.get('name') ?? node, 'an annotation column wants a “name”');
  if (!kind || name === undefined || name === '') return null;
  const description = readText(found.get('description'), report, '“description”');
  const labels = found.get('labels');
  const [min, max] = (['min', 'max'] as const).map((bound) => {
    const value = found.get(bound);
    if (!value || typeof value.value === 'number') return value?.value as number | undefined;
    return void reportUnfit(report, value, `“${bound}” wants a number`);
  });
  return {
    name, kind,
    ...(description !== undefined && { description }),
    ...(labels && { labels: readTaxonomy(labels, report, `the labels of “${name}”`) }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
}

function items(node: Node, report: Report, message: string): readonly Node[] {
  if (node.type === 'array') return node.children ?? [];
  reportUnfit(report, node, message);
  return [];
}

function readText(node: Node | undefined, report: Report, what: string): string | undefined {
  if (!node || node.type === 'string') return node && String(node.value);
  reportUnfit(report, node, `${what} wants a text`);
  return undefined;
}

function readTexts(node: Node, report: Report, what: string): string[] {
  return items(node, report, `${what} wants a list of texts`).flatMap((item) => readText(item, report, what) ?? []);
}

function readAmount(node: Node, report: Report, what: string): number | undefined {
  const value: unknown = node.value;
  if (typeof value === 'number' && value >= 0) return value;
  reportUnfit(report, node, `${what} wants a number that is not negative`);
  return undefined;
}
