import { errorMessage } from './errorMessage.ts';
import { type PartialRoles, listRoles, noRoles, type Roles, singleRoles } from './roles.ts';
import { type ColumnType, columnTypes } from './schema.ts';

/** The version of the form; a reader of this one does not guess at others. */
const storedProfileVersion = 1;

/** Numbers as they are spread: quantiles at even steps from the smallest to the largest. */
export interface StoredSpread {
  readonly count: number;
  readonly mean: number;
  readonly deviation: number;
  readonly quantiles: readonly number[];
}

export interface StoredColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly missing: number;
  readonly distinct: number;
  /** Numbers, times (ms since 1970), or lengths of texts in characters. */
  readonly spread?: StoredSpread;
  /** How often each value occurs. */
  readonly values?: ReadonlyMap<string, number>;
  /** Rows with values beyond those that are listed. */
  readonly others?: number;
  /** Most frequent shapes of values that are written in several ways (dates): digits as 9, letters as a. */
  readonly shape?: string;
}

/** What a dataset was like, so that drift can be found where it is not. */
export interface StoredProfile {
  readonly dataset: string;
  readonly rows: number;
  readonly roles: Roles;
  readonly columns: readonly StoredColumn[];
}

/** To six digits of the range that the numbers are of: more would only make differences longer. */
function rounded(value: number, range: number): number {
  const decimals = range > 0 ? 5 - Math.floor(Math.log10(range)) : 6;
  if (decimals > 20) return value;
  return decimals < 0 ? Math.round(value / 10 ** -decimals) * 10 ** -decimals : Number(value.toFixed(decimals));
}

/** The text of a stored profile: one value a line, sorted, so that two of them can be read side by side. */
export function writeStoredProfile({ dataset, rows, roles, columns }: StoredProfile): string {
  const named = Object.entries(roles).filter(([, of]) => of !== undefined && of.length > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${[
    '{',
    `  "winnowProfile": ${storedProfileVersion},`,
    `  "dataset": ${JSON.stringify(dataset)},`,
    `  "rows": ${rows},`,
    `  "roles": {${named.map(([role, of]) => `\n    ${JSON.stringify(role)}: ${JSON.stringify(of)}`).join(',')}${named.length > 0 ? '\n  ' : ''}},`,
    `  "columns": [\n${columns.map(columnText).join(',\n')}\n  ]`,
    '}',
  ].join('\n')}\n`;
}

function columnText({ name, type, missing, distinct, spread, values, others, shape }: StoredColumn): string {
  const range = spread ? spread.quantiles.at(-1)! - spread.quantiles[0]! : 0;
  const lines = [
    `"name": ${JSON.stringify(name)}`,
    `"type": ${JSON.stringify(type)}`,
    `"missing": ${missing}`,
    `"distinct": ${distinct}`,
    ...(shape === undefined ? [] : [`"shape": ${JSON.stringify(shape)}`]),
    ...(spread
      ? [
          `"count": ${spread.count}`,
          `"mean": ${rounded(spread.mean, range)}`,
          `"deviation": ${rounded(spread.deviation, range)}`,
          `"quantiles": [${spread.quantiles.map((quantile) => rounded(quantile, range)).join(', ')}]`,
        ]
      : []),
    ...(values
      ? [
          `"values": {${[...values]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([value, count]) => `\n        ${JSON.stringify(value)}: ${count}`)
            .join(',')}${values.size > 0 ? '\n      ' : ''}}`,
        ]
      : []),
    ...(others === undefined || others === 0 ? [] : [`"others": ${others}`]),
  ];
  return `    {\n      ${lines.join(',\n      ')}\n    }`;
}

/** Whether a text is a stored profile, by its beginning. */
export function looksStored(text: string): boolean {
  return /^\uFEFF?\s*\{\s*"winnowProfile"\s*:/.test(text);
}

const again = 'Save it again with winnow profile FILE --save.';

/** Reads a stored profile. Throws an error in words that says what is wrong with it and what to do. */
export function readStoredProfile(text: string): StoredProfile {
  let read: unknown;
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error(`The profile is damaged (${errorMessage(error)}). ${again}`);
  }
  const profile = recordOf(read);
  const version = profile['winnowProfile'];
  if (version !== storedProfileVersion)
    throw new Error(
      `The profile is of version ${JSON.stringify(version)}, and this Winnow reads version ${storedProfileVersion}. ${again}`,
    );
  const columns = Array.isArray(profile['columns']) ? profile['columns'].map(columnOf) : [];
  if (columns.length === 0 || !isCount(profile['rows'])) throw new Error(`The profile names no columns or no number of rows. ${again}`);
  return { dataset: String(profile['dataset']), rows: profile['rows'], roles: rolesOf(recordOf(profile['roles'])), columns };
}

function columnOf(value: unknown): StoredColumn {
  const { name, type, missing, distinct, count, mean, deviation, quantiles, values, others, shape } = recordOf(value);
  const known = columnTypes.find((each) => each === type);
  const called = typeof name === 'string' ? `“${name.slice(0, 80)}”` : 'A column';
  const damaged = (what: string): Error => new Error(`${called} in the profile ${what}. ${again}`);
  if (typeof name !== 'string' || !isCount(missing) || !isCount(distinct)) throw damaged('lacks its name or its counts');
  if (!known) throw damaged(`is of a type that is not known, ${JSON.stringify(type) ?? 'none'}`);
  const isSpread =
    isCount(count) &&
    typeof mean === 'number' &&
    typeof deviation === 'number' &&
    Array.isArray(quantiles) &&
    quantiles.length > 0 &&
    quantiles.every((quantile) => typeof quantile === 'number');
  if (quantiles !== undefined && !isSpread) throw damaged('has quantiles, a count, mean or deviation that are no numbers');
  const counts = values === undefined ? null : countsOf(values);
  if (values !== undefined && counts === null) throw damaged('has values that are not counted');
  return {
    name, type: known, missing, distinct,
    ...(isSpread && { spread: { count, mean, deviation, quantiles: [...(quantiles as number[])].sort((a, b) => a - b) } }),
    ...(counts && { values: counts }),
    ...(isCount(others) && { others }),
    ...(typeof shape === 'string' && { shape }),
  };
}

/** How often each value occurs; null where that is not what is there. */
function countsOf(values: unknown): Map<string, number> | null {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return null;
  const entries: [string, unknown][] = Object.entries(values);
  return entries.every((entry): entry is [string, number] => isCount(entry[1])) ? new Map(entries) : null;
}

function rolesOf(given: Readonly<Record<string, unknown>>): Roles {
  const roles: { -readonly [Role in keyof PartialRoles]: PartialRoles[Role] } = {};
  for (const role of singleRoles) if (typeof given[role] === 'string') roles[role] = given[role];
  for (const role of listRoles) if (Array.isArray(given[role])) roles[role] = given[role].map(String);
  return { ...noRoles, ...roles } as Roles;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
