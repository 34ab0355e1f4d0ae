import assert from 'node:assert/strict';
import { test } from 'node:test';
import { croissantContext, croissantOf, parseCroissant } from '../../../src/core/card/croissant.ts';
import type { Dataset } from '../../../src/core/dataset.ts';
import { noRoles } from '../../../src/core/roles.ts';

const hash = 'ab'.repeat(32);
const dataset: Dataset = {
  path: '/data/my reviews.csv', name: 'my reviews.csv', format: 'csv', bytes: 100, records: 4, rows: 4, unreadable: 0, hasLines: true,
  columns: [{ name: 'id', index: 0, type: 'integer' }, { name: 'größe/m', index: 1, type: 'number' }, { name: 'label', index: 2, type: 'text' }],
  roles: { ...noRoles, id: 'id', label: 'label' }, inference: [], key: ['id'], notices: [],
};

interface Node { readonly [name: string]: unknown }
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? (value as Node[]) : []);

/** What the specification of Croissant 1.0 asks of every description. */
function assertConforms(description: Node): void {
  assert.equal(description['@type'], 'sc:Dataset');
  assert.equal(description['conformsTo'], 'http://mlcommons.org/croissant/1.0');
  for (const name of ['name', 'description']) assert.equal(typeof description[name], 'string');
  const [files, records] = [nodes(description['distribution']), nodes(description['recordSet'])];
  const fields = records.flatMap((record) => nodes(record['field']));
  const ids = [...files, ...records, ...fields].map(({ '@id': id }) => id);
  assert.equal(new Set(ids).size, ids.length, 'an @id is there twice');
  for (const file of files) {
    assert.equal(file['@type'], 'cr:FileObject');
    for (const name of ['@id', 'name', 'contentUrl', 'encodingFormat']) assert.equal(typeof file[name], 'string', name);
    assert.ok(/^[0-9a-f]{64}$/.test(String(file['sha256'])) || ids.includes((file['containedIn'] as Node)['@id']));
  }
  for (const field of fields) {
    assert.equal(field['@type'], 'cr:Field');
    for (const type of [field['dataType']].flat()) assert.match(String(type), /^(sc:(Text|Integer|Float|Boolean|Date|DateTime)|cr:Label)$/);
    const { fileObject, extract } = field['source'] as Record<string, Node>;
    assert.ok(ids.includes(fileObject!['@id']));
    assert.deepEqual(Object.keys(extract!).filter((name) => !['column', 'jsonPath'].includes(name)), []);
  }
  for (const record of records) for (const key of nodes(record['key'])) assert.ok(ids.includes(key['@id']));
}

test('a description has what Croissant 1.0 asks for', () => {
  const description = croissantOf(dataset, hash);
  assertConforms(description);
  assert.deepEqual(nodes(description['distribution'])[0], {
    '@type': 'cr:FileObject',
    '@id': 'my%20reviews.csv',
    name: 'my reviews.csv',
    contentUrl: 'my%20reviews.csv',
    contentSize: '100 B',
    encodingFormat: 'text/csv',
    sha256: hash,
  });
  const fields = nodes(nodes(description['recordSet'])[0]!['field']);
  assert.deepEqual(fields.map((field) => field['dataType']), ['sc:Integer', 'sc:Float', ['sc:Text', 'cr:Label']]);
});

test('the context has every term of the appendix of Croissant 1.0', () => {
  const terms = [
    'column',
    'extract',
    'field',
    'fileProperty',
    'format',
    'includes',
    'isEnumeration',
    'jsonPath',
    'parentField',
    'path',
    'recordSet',
    'references',
    'regex',
    'repeated',
    'replace',
    'separator',
    'source',
    'subField',
    'transform',
  ];
  for (const term of terms) assert.equal(croissantContext[term], `cr:${term}`);
  assert.deepEqual(croissantContext['data'], { '@id': 'cr:data', '@type': '@json' });
  assert.deepEqual(croissantContext['dataType'], { '@id': 'cr:dataType', '@type': '@vocab' });
  assert.equal(croissantContext['@vocab'], 'https://schema.org/');
});

test('each format is described as what it is, and a packed file with what is in it', () => {
  for (const [format, type] of [
    ['tsv', 'text/tab-separated-values'],
    ['jsonl', 'application/jsonlines'],
    ['json', 'application/json'],
    ['parquet', 'application/x-parquet'],
    ['arrow', 'application/vnd.apache.arrow.file'],
  ] as const) {
    const description = croissantOf({ ...dataset, format }, hash);
    assertConforms(description);
    assert.equal(nodes(description['distribution'])[0]!['encodingFormat'], type);
  }
  const packed = croissantOf({ ...dataset, name: 'a.csv.gz', compression: 'gzip' }, hash);
  assertConforms(packed);
  assert.deepEqual(nodes(packed['distribution']).map((file) => file['encodingFormat']), ['application/gzip', 'text/csv']);
});

test('what people wrote stays, and what is measured is written anew', () => {
  const first = croissantOf(dataset, hash) as Node;
  const [rows] = nodes(first['recordSet']);
  const written = {
    ...first,
    license: 'https://spdx.org/licenses/CC-BY-4.0.html',
    creator: { '@type': 'Person', name: 'Ada' },
    distribution: [
      ...nodes(first['distribution']),
      {
        '@type': 'cr:FileObject',
        '@id': 'other.txt',
        name: 'other.txt',
        contentUrl: 'other.txt',
        encodingFormat: 'text/plain',
        sha256: hash,
      },
    ],
    recordSet: [
      {
        ...rows,
        description: 'Reviews',
        field: nodes(rows!['field']).map((field) => ({ ...field, description: `About ${String(field['name'])}` })),
      },
    ],
  };
  const again = croissantOf({ ...dataset, rows: 5, columns: dataset.columns.slice(1), key: [] }, 'cd'.repeat(32), parseCroissant(JSON.stringify(written)));
  assertConforms(again);
  assert.equal(again['license'], written.license);
  assert.deepEqual(again['creator'], written.creator);
  assert.equal(again['description'], '5 rows of 2 columns.');
  assert.deepEqual(nodes(again['distribution']).map((file) => [file['@id'], file['sha256']]), [['my%20reviews.csv', 'cd'.repeat(32)], ['other.txt', hash]]);
  const [record] = nodes(again['recordSet']);
  assert.equal(record!['description'], 'Reviews');
  assert.equal(record!['key'], undefined);
  assert.deepEqual(nodes(record!['field']).map((field) => field['description']), ['About größe/m', 'About label']);
});

test('a description in somebody’s own words is not replaced', () => {
  assert.equal(croissantOf(dataset, hash, { '@context': {}, description: 'Reviews of 3 shops.' })['description'], 'Reviews of 3 shops.');
});

test('other JSON is not taken for a description', () => {
  assert.throws(() => parseCroissant('{"name": 1}'), /no description in JSON-LD/);
  assert.throws(() => parseCroissant('[1]'), /no description in JSON-LD/);
  assert.throws(() => parseCroissant('{'), /no JSON/);
});
