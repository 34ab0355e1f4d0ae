import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Check } from '../../src/checks/check.ts';
import { checks } from '../../src/checks/index.ts';
import { listRoles, singleRoles } from '../../src/core/roles.ts';
import { columnExpectationNames } from '../../src/core/expectations.ts';
import { columnTypes } from '../../src/core/schema.ts';
import { sectionNames } from '../../src/sidecar/configShape.ts';

interface Definition {
  readonly enum?: readonly string[];
  properties?: Record<string, Definition>;
  readonly description?: string;
  readonly $ref?: string;
  readonly additionalProperties?: Definition;
}

const path = join(import.meta.dirname, '../../media/winnow.schema.json');
const schema = JSON.parse(readFileSync(path, 'utf8')) as { properties: Record<string, Definition>; definitions: Record<string, Definition> };
const { definitions } = schema;

/** What the schema says of one check. */
function described({ description, defaults }: Check): unknown {
  const options = Object.entries(defaults).map(([name, value]) => [name, { type: Array.isArray(value) ? 'array' : typeof value, default: value }]);
  return {
    description,
    type: ['boolean', 'object'],
    additionalProperties: false,
    properties: { severity: { $ref: '#/definitions/severity' }, ...Object.fromEntries(options) },
  };
}

test('the schema of winnow.json knows every check, its options and their defaults', () => {
  const expected = Object.fromEntries(checks.map((check) => [check.id, described(check)])) as Record<string, Definition>;
  // `WINNOW_UPDATE_FIXTURES=1` writes what the checks say now.
  if (process.env['WINNOW_UPDATE_FIXTURES'] === '1') {
    definitions['checks']!.properties = expected;
    writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
  }
  assert.deepEqual(definitions['checks']?.properties, expected);
});

test('the schema of winnow.json knows every role and every type', () => {
  assert.deepEqual(Object.keys(definitions['roles']?.properties ?? {}).sort(), [...singleRoles, ...listRoles].sort());
  assert.deepEqual(definitions['section']?.properties?.['types']?.additionalProperties?.enum, columnTypes);
});

test('the schema of winnow.json knows every section and every rule that is read, and no other', () => {
  const sections = [...sectionNames].sort();
  assert.deepEqual(Object.keys(definitions['section']?.properties ?? {}).sort(), sections);
  assert.deepEqual(Object.keys(schema.properties).sort(), [...sections, '$schema', 'files'].sort());
  const { properties = {} } = definitions['columnExpectation'] ?? {};
  assert.deepEqual(Object.keys(properties).sort(), [...columnExpectationNames].sort());
  assert.deepEqual(properties['type']?.enum, columnTypes);
});

test('the schema of winnow.json explains every section and every rule', () => {
  for (const name of ['section', 'expectations', 'columnExpectation', 'roles']) {
    for (const [key, { description, $ref }] of Object.entries(definitions[name]?.properties ?? {})) {
      assert.ok(description ?? definitions[$ref?.split('/').pop() ?? '']?.description, `${name}.${key} has a description`);
    }
  }
});
