import { dirname, relative, resolve, sep } from 'node:path';
import { findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser/lib/esm/main.js';
import type { AnnotationColumn, TaxonomyChange } from '../core/taxonomy.ts';
import { configPaths } from './configPaths.ts';
import { type ConfigEdit, configTree, editConfig, readConfigText } from './editConfig.ts';
import { type ListStep, listStep } from './listStep.ts';
import { ownSection } from './writeRoles.ts';

/**
 * Changes the taxonomy that is in force for a data file, in the file where it stands; labels that are not named stay,
 * with their comments. Where there is none, labels to add make one in the section of the data file.
 * @param root the folder where looking upwards for `winnow.json` ends.
 * @returns what takes it back and makes it again; null where nothing had to change.
 */
export async function changeTaxonomy(dataPath: string, change: TaxonomyChange, root?: string): Promise<ListStep | null> {
  const { path, place } = await placeOf(dataPath, 'taxonomy', root);
  const written = await editConfig(path, (tree) => taxonomyEdits(tree && findNodeAtLocation(tree, place), place, change), 'change the labels again');
  return listStep(path, place, written);
}

/** Writes a new annotation column beside those that are in force. Throws where one has its name. */
export async function addAnnotationColumn(dataPath: string, column: AnnotationColumn, root?: string): Promise<void> {
  const { path, place } = await placeOf(dataPath, 'annotations', root);
  await editConfig(path, (tree) => {
    const list = tree && findNodeAtLocation(tree, place);
    const names = (list?.children ?? []).map((item) => findNodeAtLocation(item, ['name'])?.value as unknown);
    if (names.includes(column.name)) throw new Error(`There is an annotation column “${column.name}” already. Give the new one another name.`);
    return list?.type === 'array' ? [{ place: [...place, names.length], value: column, insert: true }] : [{ place, value: [column] }];
  }, 'add the column again');
}

function taxonomyEdits(list: Node | undefined, place: JSONPath, { rename, remove = [], add = [] }: TaxonomyChange): ConfigEdit[] {
  const names = (list?.children ?? []).map((item): unknown => (item.type === 'string' ? item.value : findNodeAtLocation(item, ['name'])?.value));
  if (list?.type !== 'array') return add.length > 0 ? [{ place, value: add.map(tidy) }] : [];
  const edits: ConfigEdit[] = [];
  const renamed = rename ? names.indexOf(rename.from) : -1;
  // Two of one name would be a mistake: the label that is renamed is one with the other.
  const gone = new Set([...remove, ...(rename && names.includes(rename.to) ? [rename.from] : [])]);
  if (rename && renamed >= 0 && !gone.has(rename.from)) {
    edits.push({ place: list.children![renamed]!.type === 'string' ? [...place, renamed] : [...place, renamed, 'name'], value: rename.to });
  }
  for (const definition of add) {
    if (!names.includes(definition.name))
      edits.push({ place: [...place, names.length + edits.filter(({ insert }) => insert).length], value: tidy(definition), insert: true });
  }
  // From the end, so that those before keep their places.
  for (const index of [...names.keys()].reverse()) if (gone.has(String(names[index]))) edits.push({ place: [...place, index], value: undefined });
  return edits;
}

/** A label that is a name and nothing else is written as its name. */
function tidy(definition: NonNullable<TaxonomyChange['add']>[number]): unknown {
  return Object.keys(definition).length === 1 ? definition.name : definition;
}

/** Where a setting stands that is in force, the nearest first; where there is none, the section of the data file. */
async function placeOf(dataPath: string, setting: string, root: string | undefined): Promise<{ readonly path: string; readonly place: JSONPath }> {
  const data = resolve(dataPath);
  for (const path of configPaths(data, root).toReversed()) {
    const text = await readConfigText(path);
    const tree = text === null ? undefined : configTree(text);
    if (!tree) continue;
    const name = relative(dirname(path), data).split(sep).join('/');
    const places: JSONPath[] = [['files', name, setting], [setting]];
    const place = places.find((candidate) => findNodeAtLocation(tree, candidate) !== undefined);
    if (place) return { path, place };
  }
  const { path, section } = await ownSection(dataPath);
  return { path, place: [...section, setting] };
}
