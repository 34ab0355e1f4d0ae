import type { WinnowConfig } from '../core/config.ts';
import type { Dataset } from '../core/dataset.ts';
import type { ColumnExpectation } from '../core/expectations.ts';
import { type ColumnProfile, isCategorical } from '../core/profile.ts';
import { listRoles, type PartialRoles, singleRoles } from '../core/roles.ts';
import { isNumeric } from '../core/schema.ts';
import { isSentinel } from '../core/sentinels.ts';

/** A list of allowed values that is longer than this is no help to whoever reads it. */
const mostValues = 50;
/** With so few rows, that a value is never missing or negative may be chance. */
const fewRows = 20;
/** A word for “no value” that is rarer than this was not meant as a value. */
const rareShare = 0.01;
/** A scale, as of a rating, has at most so many steps. */
const mostSteps = 20;

/**
 * A first configuration of a dataset: its roles, its key, its labels, and of each column what holds for it now and is
 * likely to hold for the next file: type, required, unique, allowed values, range. Ranges are those that a quantity has by
 * its nature (never negative, a share, a scale); the greatest value so far is no bound.
 * @param patterns regular expressions that all values of a column match, by column.
 * @param labels the labels that there are, without variants of one another; empty: the label column holds no classes.
 */
export function inferConfig(
  dataset: Dataset,
  profiles: readonly ColumnProfile[],
  labels: readonly string[],
  patterns: ReadonlyMap<string, string>,
): WinnowConfig {
  const columns = Object.fromEntries(
    profiles.map((profile) => {
      const pattern = patterns.get(profile.column);
      return [profile.column, { ...expectationOf(profile, dataset, labels.length > 0), ...(pattern !== undefined && { pattern }) }];
    }),
  );
  return {
    roles: namedRoles(dataset),
    ...(dataset.key.length > 0 && { key: dataset.key }),
    ...(labels.length > 0 && { taxonomy: labels.map((name) => ({ name })) }),
    expectations: { columns },
  };
}

/** Columns whose values may be codes of one make: short texts that are neither prose nor categories. */
export function mayBeCodes(profile: ColumnProfile, { roles }: Dataset): boolean {
  return (
    profile.type === 'text' &&
    profile.distinct >= fewRows &&
    (profile.maxLength ?? Infinity) <= 40 &&
    !roles.content.includes(profile.column) &&
    roles.label !== profile.column
  );
}

function namedRoles({ roles }: Dataset): PartialRoles {
  const single = singleRoles.flatMap((role) => (roles[role] === undefined ? [] : [[role, roles[role]] as const]));
  const taken = new Set(single.map(([, column]) => column));
  // A column that a person gave another role may still be inferred as one of several.
  const several = listRoles.map((role) => [role, roles[role].filter((column) => !taken.has(column))] as const);
  return Object.fromEntries([...single, ...several.filter(([, columns]) => columns.length > 0)]) as PartialRoles;
}

function expectationOf(profile: ColumnProfile, dataset: Dataset, hasTaxonomy: boolean): ColumnExpectation {
  const { column, type, rows, nulls, blanks } = profile;
  if (type === 'empty') return {};
  const { roles, key } = dataset;
  const isKey = (key.length === 1 && key[0] === column) || (roles.id === column && profile.distinctIsExact && profile.distinct === rows);
  const isFree = isKey || key.includes(column) || roles.content.includes(column) || roles.group === column || (roles.label === column && hasTaxonomy);
  return {
    type,
    ...(rows >= fewRows && nulls + blanks === 0 && { required: true }),
    ...(isKey && { unique: true }),
    ...(!isFree && valuesOf(profile)),
    ...(isNumeric(type) && !isFree && rows >= fewRows && rangeOf(profile, dataset)),
  };
}

/** All values of a column of few of them, as long as they repeat; the most frequent first. */
function valuesOf(profile: ColumnProfile): { values?: readonly string[] } {
  const filled = profile.top.filter(({ value }) => value !== null && value.trim() !== '');
  const isWhole = profile.distinctIsExact && filled.length + (profile.blanks > 0 ? 1 : 0) >= profile.distinct;
  if (profile.type !== 'text' || !isCategorical(profile) || !isWhole || filled.length > mostValues) return {};
  return { values: filled.filter(({ value, count }) => !(isSentinel(value!) && count < rareShare * profile.rows)).map(({ value }) => value!) };
}

function rangeOf({ column, type, min, max, distinct, distinctIsExact }: ColumnProfile, { roles }: Dataset): { min?: number; max?: number } {
  const [least, greatest] = [Number(min), Number(max)];
  if (min === undefined || max === undefined || !Number.isFinite(least) || !Number.isFinite(greatest) || least < 0) return {};
  const isShare = roles.confidence === column || roles.probabilities.includes(column);
  if (isShare && greatest <= 1) return { min: 0, max: 1 };
  const isScale = type === 'integer' && distinctIsExact && distinct > 2 && distinct <= mostSteps && greatest - least < mostSteps;
  return isScale ? { min: least, max: greatest } : { min: 0 };
}
