import { findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser/lib/esm/main.js';
import type { WinnowConfig } from '../core/config.ts';
import { type ConfigEdit, editConfig, editedConfig } from './editConfig.ts';
import { ownSection } from './writeRoles.ts';

/** What becomes of an inferred configuration. */
export interface ConfigPlan {
  /** The file it goes to. */
  readonly path: string;
  /** Settings that are new, in words: `role label`, `expectations of 7 columns`. */
  readonly added: readonly string[];
  /** Settings that are there already, here or in a file above, and stay. */
  readonly kept: readonly string[];
  /** The whole file as it is going to be. */
  text(): Promise<string>;
  /** Writes it. Throws when the file is not valid JSON, or cannot be written. */
  write(): Promise<void>;
}

interface Setting {
  readonly place: JSONPath;
  readonly value: unknown;
  readonly words: string;
  readonly isThere: boolean;
}

const then = 'run winnow init again';

/**
 * Lays an inferred configuration beside the one that is in force for a data file: nothing that a person wrote changes,
 * what they did not say is added to the file's own section, comments and spacing stay.
 */
export async function planConfig(dataPath: string, inferred: WinnowConfig, inForce: WinnowConfig): Promise<ConfigPlan> {
  const { path, section } = await ownSection(dataPath);
  const settings = settingsOf(inferred, inForce);
  const missing = settings.filter(({ isThere }) => !isThere);
  const edits = (tree: Node | undefined): ConfigEdit[] => editsFor(tree, section, missing);
  return {
    path,
    added: wordsOf(missing),
    kept: wordsOf(settings.filter(({ isThere }) => isThere)),
    text: () => editedConfig(path, edits, then),
    write: async () => void (await editConfig(path, edits, then)),
  };
}

function settingsOf(inferred: WinnowConfig, inForce: WinnowConfig): Setting[] {
  const has = (object: object | undefined, name: string): boolean => object !== undefined && Object.hasOwn(object, name);
  const single = (['key', 'taxonomy'] as const).flatMap((name): Setting[] => {
    if (inferred[name] === undefined) return [];
    const value = name === 'taxonomy' ? inferred.taxonomy?.map((label) => label.name) : inferred[name];
    return [{ place: [name], value, words: name, isThere: inForce[name] !== undefined }];
  });
  return [
    ...Object.entries(inferred.roles ?? {}).map(([role, value]): Setting => ({
      place: ['roles', role],
      value,
      words: `role ${role}`,
      isThere: has(inForce.roles, role),
    })),
    ...single,
    ...Object.entries(inferred.expectations?.columns ?? {}).map(([column, value]): Setting => ({
      place: ['expectations', 'columns', column],
      value,
      words: 'expectations',
      isThere: has(inForce.expectations?.columns, column),
    })),
  ];
}

/** One edit for all settings of an object that is not there yet: a file of thousands of columns is not written column by column. */
function editsFor(tree: Node | undefined, section: JSONPath, settings: readonly Setting[]): ConfigEdit[] {
  const edits: ConfigEdit[] = [];
  const whole = new Map<string, { readonly place: JSONPath; readonly value: Record<string, unknown> }>();
  for (const { place, value } of settings) {
    const [own, name] = [[...section, ...place.slice(0, -1)], String(place.at(-1))];
    if (place.length === 1 || (tree && findNodeAtLocation(tree, own))) {
      if (!tree || !findNodeAtLocation(tree, [...section, ...place])) edits.push({ place: [...section, ...place], value });
      continue;
    }
    const gathered = whole.get(JSON.stringify(own)) ?? { place: own, value: {} };
    gathered.value[name] = value;
    whole.set(JSON.stringify(own), gathered);
    if (!edits.includes(gathered)) edits.push(gathered);
  }
  return edits;
}

function wordsOf(settings: readonly Setting[]): string[] {
  const columns = settings.filter(({ words }) => words === 'expectations').length;
  return [
    ...settings.filter(({ words }) => words !== 'expectations').map(({ words }) => words),
    ...(columns > 0 ? [`expectations of ${columns} ${columns === 1 ? 'column' : 'columns'}`] : []),
  ];
}
