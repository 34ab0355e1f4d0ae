import type { Node } from 'jsonc-parser/lib/esm/main.js';
import { type ColumnExpectation, columnExpectationNames, type Expectations } from '../core/expectations.ts';
import { columnTypes } from '../core/schema.ts';
import { fields, knownFields, type Report, reportUnfit } from './configNodes.ts';

/** What a section expects of its files. */
export function readExpectations(node: Node, report: Report): Expectations {
  const found = knownFields(node, ['columns', 'otherColumns', 'ordered'], report, '“expectations”');
  const columns = found.get('columns');
  const flags = (['otherColumns', 'ordered'] as const).flatMap((name) => {
    const value = readFlag(found.get(name), report, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...(columns && { columns: Object.fromEntries([...fields(columns, report, '“columns”')].map(([name, value]) => [name, readColumn(name, value, report)])) }),
    ...Object.fromEntries(flags),
  };
}

type Draft = { -readonly [Name in keyof ColumnExpectation]: ColumnExpectation[Name] };

function readColumn(name: string, node: Node, report: Report): ColumnExpectation {
  const expected: Draft = {};
  for (const [rule, value] of knownFields(node, columnExpectationNames, report, `“${name}”`, 'an object of what is expected of the column'))
    readRule(expected, rule, value, report);
  const { min, max, minLength, maxLength } = expected;
  if (typeof min === typeof max && min !== undefined && max !== undefined && min > max)
    report(node, `“${name}” expects a least value above its greatest, which nothing can be`);
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength)
    report(node, `“${name}” expects a least length above its greatest, which nothing can be`);
  return expected;
}

function readRule(expected: Draft, rule: keyof ColumnExpectation, node: Node, report: Report): void {
  const value: unknown = node.value;
  switch (rule) {
    case 'type': {
      const type = columnTypes.find((known) => known === value);
      if (type) expected.type = type;
      else reportUnfit(report, node, `“type” wants one of ${columnTypes.join(', ')}`);
      break;
    }
    case 'required':
    case 'unique':
    case 'optional': {
      const flag = readFlag(node, report, rule);
      if (flag !== undefined) expected[rule] = flag;
      break;
    }
    case 'values':
      if (node.type !== 'array') reportUnfit(report, node, '“values” wants a list');
      else expected.values = (node.children ?? []).flatMap((child) => readValue(child, report));
      break;
    case 'min':
    case 'max':
      if (typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Date.parse(value)))) expected[rule] = value;
      else reportUnfit(report, node, `“${rule}” wants a number, or a date as 2024-01-31`);
      break;
    case 'minLength':
    case 'maxLength':
      if (typeof value === 'number' && Number.isInteger(value) && value >= 0) expected[rule] = value;
      else reportUnfit(report, node, `“${rule}” wants a whole number that is not negative`);
      break;
    case 'pattern':
      if (typeof value === 'string') expected.pattern = value;
      else reportUnfit(report, node, '“pattern” wants a regular expression');
  }
}

/** Numbers and truth values may stand without quotes: they are compared as the file writes them. */
function readValue(node: Node, report: Report): string[] {
  const value: unknown = node.value;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  reportUnfit(report, node, '“values” wants texts, numbers, true or false');
  return [];
}

function readFlag(node: Node | undefined, report: Report, name: string): boolean | undefined {
  const value: unknown = node?.value;
  if (!node || typeof value === 'boolean') return value as boolean | undefined;
  reportUnfit(report, node, `“${name}” wants true or false`);
  return undefined;
}
