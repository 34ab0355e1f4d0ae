import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checks } from '../../src/checks/index.ts';
import { listRoles, singleRoles } from '../../src/core/roles.ts';
import { columnTypes } from '../../src/core/schema.ts';

interface Definition {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly additionalProperties?: Definition;
}

const { definitions } = JSON.parse(readFileSync('media/winnow.schema.json', 'utf8')) as { definitions: Record<string, Definition> };

test('the schema of winnow.json knows every check, its options and their defaults', () => {
  const described = definitions['checks']?.properties ?? {};
  assert.deepEqual(Object.keys(described).sort(), checks.map(({ id }) => id).sort());
  for (const check of checks) {
    const { severity, ...options } = described[check.id]?.properties ?? {};
    assert.ok(severity, check.id);
    assert.deepEqual(Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default])), { ...check.defaults }, check.id);
    assert.equal(described[check.id]?.description, check.description, check.id);
  }
});

test('the schema of winnow.json knows every role and every type', () => {
  assert.deepEqual(Object.keys(definitions['roles']?.properties ?? {}).sort(), [...singleRoles, ...listRoles].sort());
  assert.deepEqual(definitions['section']?.properties?.['types']?.additionalProperties?.enum, columnTypes);
});
