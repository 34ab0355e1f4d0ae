import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser/lib/esm/main.js';
import { errorMessage } from '../core/errorMessage.ts';
import type { CheckSettings, WinnowConfig } from '../core/config.ts';
import type { Encoding, Notice, TextOptions } from '../core/dataset.ts';
import { severities } from '../core/finding.ts';
import { parseReference, referenceForms } from '../core/reference.ts';
import { listRoles, type PartialRoles, singleRoles } from '../core/roles.ts';
import { columnTypes } from '../core/schema.ts';
import { readCollectConfig } from './configCollect.ts';
import { readExpectations } from './configExpectations.ts';
import { readLabelConfig } from './configLabels.ts';
import { fields, knownFields, type Report, reportUnfit, unknownName } from './configNodes.ts';

/** Something in a `winnow.json` that could not be used. The rest of it is. */
export interface ConfigProblem extends Notice {
  readonly path: string;
  /** 1-based, as `line` is; absent where the file could not be read at all. */
  readonly column?: number;
}

/** One file: what it says of every dataset, and of single ones by their path from its folder. */
export interface ConfigFile {
  readonly general: WinnowConfig;
  readonly files: ReadonlyMap<string, WinnowConfig>;
  readonly problems: readonly ConfigProblem[];
  /** The first place where it is not JSON. */
  readonly broken?: ConfigProblem;
}

const encodings: readonly Encoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'latin1'];

/** What can be said of all files of a folder and of a single one. */
export const sectionNames = ['roles', 'key', 'types', 'checks', 'format', 'taxonomy', 'costs', 'annotations', 'expectations', 'reference', 'collect'] as const;
/** What stands at the top of a file alone. */
const topNames = ['files', '$schema'] as const;

/**
 * Reads the text of a `winnow.json` as far as it can be read. Names that are not known are reported, with the known one
 * that is nearest.
 */
export function parseConfig(text: string, path: string): ConfigFile {
  const problems: { readonly offset: number; readonly problem: ConfigProblem }[] = [];
  const add = (offset: number, words: string): void => {
    const { line, column } = placeOf(text, offset);
    problems.push({ offset, problem: { severity: 'warning', path, line, column, message: `${path}:${line}:${column}: ${words}` } });
  };
  const report: Report = (node, message) => add(node.offset, message);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  for (const { error, offset } of errors.slice(0, 5)) add(offset, `not JSON here: ${wordsFor(printParseErrorCode(error))}`);
  const broken = problems[0]?.problem;
  const files = new Map<string, WinnowConfig>();
  if (!root) return { general: {}, files, problems: problems.map(({ problem }) => problem), broken };
  const sections = knownFields(root, [...sectionNames, ...topNames], report, 'the file');
  for (const [name, node] of fields(sections.get('files'), report, '“files”'))
    files.set(name, readSection(knownFields(node, sectionNames, report, `“${name}”`), report));
  const general = readSection(sections, report);
  problems.sort((a, b) => a.offset - b.offset);
  return { general, files, problems: problems.map(({ problem }) => problem), broken };
}

/** 1-based line and column of an offset. */
function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

function readSection(section: ReadonlyMap<string, Node>, report: Report): WinnowConfig {
  const roles = section.get('roles');
  const keyNode = section.get('key');
  const key = keyNode && readNames(keyNode, report, '“key”');
  const types = section.get('types');
  const checks = section.get('checks');
  const format = section.get('format');
  const expectations = section.get('expectations');
  const reference = section.get('reference');
  const collect = section.get('collect');
  return {
    ...(roles && { roles: readRoles(roles, report) }),
    ...(key && { key }),
    ...(types && { types: readTypes(types, report) }),
    ...(checks && { checks: readChecks(checks, report) }),
    ...(format && { format: readFormat(format, report) }),
    ...(expectations && { expectations: readExpectations(expectations, report) }),
    ...(reference && readReference(reference, report)),
    ...(collect && { collect: readCollectConfig(collect, report) }),
    ...readLabelConfig(section, report),
  };
}

function readReference(node: Node, report: Report): Pick<WinnowConfig, 'reference'> {
  const text: unknown = node.value;
  try {
    if (typeof text !== 'string') throw new Error(`“reference” wants a text: ${referenceForms}`);
    parseReference(text);
    return { reference: text };
  } catch (error) {
    report(node, errorMessage(error));
    return {};
  }
}

function readRoles(node: Node, report: Report): PartialRoles {
  const roles: Record<string, string | readonly string[] | null> = {};
  for (const [role, value] of fields(node, report, '“roles”')) {
    if (value.type === 'null') roles[role] = null;
    else if (listRoles.some((known) => known === role)) {
      const names = readNames(value, report, `“${role}”`);
      if (names) roles[role] = names;
    } else if (!singleRoles.some((known) => known === role)) report(value, unknownName(role, [...singleRoles, ...listRoles], 'a role'));
    else if (value.type === 'string') roles[role] = String(value.value);
    else reportUnfit(report, value, `“${role}” wants the name of a column, or null`);
  }
  return roles;
}

/** One name may stand for a list of one. */
function readNames(node: Node, report: Report, what: string): string[] | undefined {
  if (node.type === 'string') return [String(node.value)];
  if (node.type !== 'array') {
    reportUnfit(report, node, `${what} wants a list of column names`);
    return undefined;
  }
  const children = node.children ?? [];
  for (const child of children) if (child.type !== 'string') reportUnfit(report, child, `${what} wants names of columns`);
  return children.filter(({ type }) => type === 'string').map(({ value }) => String(value));
}

function readTypes(node: Node, report: Report): WinnowConfig['types'] {
  return Object.fromEntries([...fields(node, report, '“types”')].flatMap(([column, value]) => {
    const type = columnTypes.find((known) => known === value.value);
    if (!type) reportUnfit(report, value, `“${column}” wants a type: one of ${columnTypes.join(', ')}`);
    return type ? [[column, type]] : [];
  }));
}

function readChecks(node: Node, report: Report): Record<string, CheckSettings> {
  return Object.fromEntries([...fields(node, report, '“checks”')].flatMap(([check, value]): [string, CheckSettings][] => {
    if (value.type === 'boolean') return value.value === false ? [[check, false]] : [[check, {}]];
    const settings = fields(value, report, `“${check}”`, 'false or an object of settings');
    if (value.type !== 'object') return [];
    const severity = settings.get('severity');
    const known = !severity || severities.some((name) => name === severity.value);
    if (!known) reportUnfit(report, severity, `“severity” wants one of ${severities.join(', ')}`);
    return [
      [
        check,
        Object.fromEntries(
          [...settings].filter(([name]) => known || name !== 'severity').map(([name, setting]) => [name, getNodeValue(setting) as unknown]),
        ),
      ],
    ];
  }));
}

function readFormat(node: Node, report: Report): TextOptions {
  const options: { -readonly [Name in keyof TextOptions]: TextOptions[Name] } = {};
  for (const [name, value] of knownFields(node, ['encoding', 'delimiter', 'quote', 'header'], report, '“format”')) {
    const given: unknown = value.value;
    const encoding = encodings.find((known) => known === given);
    if (name === 'encoding' && encoding) options.encoding = encoding;
    else if (name === 'encoding') reportUnfit(report, value, `“encoding” wants one of ${encodings.join(', ')}`);
    else if (name === 'header' && typeof given === 'boolean') options.header = given;
    else if (name === 'header') reportUnfit(report, value, '“header” wants true or false');
    else if (name === 'delimiter' && typeof given === 'string' && given.length === 1) options.delimiter = given;
    else if (name === 'quote' && typeof given === 'string' && given.length <= 1) options.quote = given;
    else if (name === 'delimiter' || name === 'quote') reportUnfit(report, value, `“${name}” wants one character`);
  }
  return options;
}

/** `CommaExpected` → `comma expected`. */
function wordsFor(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
