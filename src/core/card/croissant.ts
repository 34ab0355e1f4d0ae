import { formatCount } from '../countWords.ts';
import { errorMessage } from '../errorMessage.ts';
import type { Compression, Dataset, FormatId } from '../dataset.ts';
import type { Column, ColumnType } from '../schema.ts';

type Json = string | number | boolean | null | readonly Json[] | JsonObject;
interface JsonObject { readonly [name: string]: Json }

/** The JSON-LD context of Croissant 1.0: its appendix 1, and the terms that the appendix leaves out. */
export const croissantContext: JsonObject = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileProperty: 'cr:fileProperty',
  fileObject: 'cr:fileObject',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isEnumeration: 'cr:isEnumeration',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
};

const croissantVersion = 'http://mlcommons.org/croissant/1.0';

const mimeTypes: Readonly<Record<FormatId, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  jsonl: 'application/jsonlines',
  json: 'application/json',
  parquet: 'application/x-parquet',
  arrow: 'application/vnd.apache.arrow.file',
};
const packedTypes: Readonly<Record<Compression, string>> = { gzip: 'application/gzip', zstd: 'application/zstd' };
const dataTypes: Readonly<Record<ColumnType, string>> = {
  boolean: 'sc:Boolean',
  integer: 'sc:Integer',
  number: 'sc:Float',
  date: 'sc:Date',
  timestamp: 'sc:DateTime',
  text: 'sc:Text',
  list: 'sc:Text',
  struct: 'sc:Text',
  binary: 'sc:Text',
  empty: 'sc:Text',
};

/** What a description says as long as nobody has written another. */
const ownDescription = /^[\d,]+ rows of [\d,]+ columns\.$/;

/**
 * A dataset's description in Croissant 1.0 (https://docs.mlcommons.org/croissant/docs/croissant-spec.html). What is
 * measured (the file with its checksum, the columns with their types) is written anew; what else stands in `known`
 * stays: licence, creator, url, descriptions, other files and record sets.
 * @param hash SHA-256 of the file's content, in hexadecimal digits.
 */
export function croissantOf(dataset: Dataset, hash: string, known: JsonObject = {}): JsonObject {
  const files = filesOf(dataset, hash);
  const [file, inner = file] = [files[0]!, files[1]];
  const records = recordSetOf(dataset, String(inner['@id']), known);
  const size = `${formatCount(dataset.rows)} rows of ${formatCount(dataset.columns.length)} columns.`;
  const ours = { '@context': { ...objectOf(known['@context']), ...croissantContext }, '@type': 'sc:Dataset', conformsTo: croissantVersion };
  return {
    ...ours,
    name: dataset.name.replace(/\.[^.]*$/, ''),
    description: size,
    ...known,
    ...(ownDescription.test(String(known['description'])) && { description: size }),
    ...ours,
    distribution: mergeById(known['distribution'], files, ['contentUrl', 'description', 'name']),
    recordSet: mergeById(known['recordSet'], [records], ['description', 'name']),
  };
}

/** The file; of a packed one, what is in it too. */
function filesOf({ name, bytes, format, compression }: Dataset, hash: string): JsonObject[] {
  const id = encodeURIComponent(name);
  const file = {
    '@type': 'cr:FileObject',
    '@id': id,
    name,
    contentUrl: id,
    contentSize: `${bytes} B`,
    encodingFormat: compression ? packedTypes[compression] : mimeTypes[format],
    sha256: hash,
  };
  if (!compression) return [file];
  const inner = name.replace(/\.[^.]*$/, '');
  const innerId = inner === name ? `${id}/content` : encodeURIComponent(inner);
  return [
    file,
    {
      '@type': 'cr:FileObject',
      '@id': innerId,
      name: inner,
      contentUrl: encodeURIComponent(inner),
      containedIn: { '@id': id },
      encodingFormat: mimeTypes[format],
    },
  ];
}

function recordSetOf(dataset: Dataset, file: string, known: JsonObject): JsonObject {
  const before = listOf(objectsOf(known['recordSet']).find(({ '@id': id }) => id === 'rows')?.['field']).map(objectOf);
  const fieldId = (column: string): string => `rows/${encodeURIComponent(column)}`;
  const fields = dataset.columns.map((column) => ({
    '@type': 'cr:Field',
    '@id': fieldId(column.name),
    name: column.name,
    dataType: typesOf(column, dataset),
    source: { fileObject: { '@id': file }, extract: extractOf(column, dataset) },
  }));
  return {
    '@type': 'cr:RecordSet',
    '@id': 'rows',
    name: 'rows',
    ...(dataset.key.length > 0 && { key: dataset.key.map((column) => ({ '@id': fieldId(column) })) }),
    // Columns that are gone go with what was written of them: nothing else is there to describe.
    field: mergeById(
      before.filter(({ '@id': id }) => fields.some((field) => field['@id'] === id)),
      fields,
      ['description', 'references', 'equivalentProperty'],
    ),
  };
}

function typesOf({ name, type }: Column, { roles }: Dataset): Json {
  return name === roles.label ? [dataTypes[type], 'cr:Label'] : dataTypes[type];
}

function extractOf({ name, header }: Column, { format }: Dataset): JsonObject {
  return format === 'json' ? { jsonPath: `$[*][${JSON.stringify(header ?? name)}]` } : { column: header ?? name };
}

/** What is not there now is not true any more. */
const measured = ['key', 'md5', 'sha256', 'containedIn'];

/** Ours in place of those with the same `@id`, keeping some of their fields and those that ours have not; all others stay. */
function mergeById(known: Json | undefined, ours: readonly JsonObject[], kept: readonly string[]): Json {
  const before = objectsOf(known);
  const merged = ours.map((each) => {
    const old = before.find(({ '@id': id }) => id === each['@id']) ?? {};
    return { ...each, ...Object.fromEntries(Object.entries(old).filter(([name]) => kept.includes(name) || !(name in each || measured.includes(name)))) };
  });
  return [...merged, ...before.filter(({ '@id': id }) => !ours.some((each) => each['@id'] === id))];
}

function objectsOf(value: Json | undefined): JsonObject[] {
  return listOf(value).map(objectOf).filter((each) => Object.keys(each).length > 0);
}

/** One value may stand for a list of one in JSON-LD. */
function listOf(value: Json | undefined): readonly Json[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** Reads what was written before. Throws, in words, where it is no description in Croissant. */
export function parseCroissant(text: string): JsonObject {
  let read: Json;
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
  } catch (error) {
    throw new Error(`It is no JSON (${errorMessage(error)}). Mend it, or move it away.`);
  }
  const known = objectOf(read);
  if (!('@context' in known)) throw new Error('It is there already and is no description in JSON-LD. Move it away.');
  return known;
}
