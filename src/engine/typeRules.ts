import type { ColumnType } from '../core/schema.ts';

/**
 * What the text of a value of each type looks like, as patterns that mean the same to RE2 and to JavaScript,
 * always matched against the whole text. White space around a value does not matter.
 */
const space = String.raw`[ \t\r\n]*`;
const whole = (pattern: string): string => `${space}(?:${pattern})${space}`;

/** Without leading zeros and of at most 18 digits: longer runs and `007` are names, not numbers. */
const plainInteger = '[+-]?(?:0|[1-9][0-9]{0,17})';
/** With a point or an exponent. */
const plainDecimal = String.raw`[+-]?(?:(?:0|[1-9][0-9]{0,17})[eE][+-]?[0-9]+|(?:(?:0|[1-9][0-9]*)?\.[0-9]+|(?:0|[1-9][0-9]*)\.)(?:[eE][+-]?[0-9]+)?)`;
export const integerPattern = whole(plainInteger);
export const decimalPattern = whole(plainDecimal);
const numberPattern = whole(`${plainInteger}|${plainDecimal}`);
/** Digits alone that are no number: leading zeros, or more than 18 of them. */
export const codePattern = whole(String.raw`[+-]?(?:0[0-9]+|[1-9][0-9]{18,})`);
export const booleanPattern = whole('[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]');
const isoDay = String.raw`[0-9]{4}(?:-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2})`;
const clock = String.raw`[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?`;
const zone = String.raw` ?(?:[Zz]|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)`;
export const isoPattern = whole(`${isoDay}(?:[Tt ]${clock}(?:${zone})?)?`);
export const isoDayPattern = whole(isoDay);
/** With a time of day. */
export const isoMomentPattern = whole(`${isoDay}[Tt ]${clock}(?:${zone})?`);

/** A way of writing dates that is not ISO 8601: a pattern to recognise it, and DuckDB's formats to read it. */
export interface TimeForm {
  readonly id: string;
  readonly pattern: string;
  readonly dayPattern: string;
  readonly formats: readonly string[];
}

const month = '(?:[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Mm]ay|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ep|[Oo]ct|[Nn]ov|[Dd]ec)[a-z]{0,6}';

function form(id: string, day: string, dayFormats: readonly string[]): TimeForm {
  const hour = '[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp][Mm])?';
  const clocks = ['', ' %H:%M', ' %H:%M:%S', ' %I:%M %p', ' %I:%M:%S %p'];
  return {
    id,
    pattern: whole(`${day}(?:,? ${hour})?`),
    dayPattern: whole(day),
    formats: dayFormats.flatMap((format) => clocks.map((time) => format + time)),
  };
}

/** In the order in which they are tried; a column has one of them. 03/04/2024 is read month first where nothing tells. */
export const timeForms: readonly TimeForm[] = [
  form('month/day/year', '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}', ['%m/%d/%Y']),
  form('day/month/year', '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}', ['%d/%m/%Y']),
  form('day.month.year', String.raw`[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}`, ['%d.%m.%Y']),
  form('day-month-year', '[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}', ['%d-%m-%Y']),
  form('day month year', `[0-9]{1,2}[ -]${month}[ -][0-9]{4}`, ['%d %b %Y', '%d %B %Y', '%d-%b-%Y', '%d-%B-%Y']),
  form('month day year', `${month} [0-9]{1,2},? [0-9]{4}`, ['%b %d, %Y', '%B %d, %Y', '%b %d %Y', '%B %d %Y']),
];

/** null: ISO 8601. */
export function findTimeForm(id: string | undefined): TimeForm | null {
  return timeForms.find((candidate) => candidate.id === id) ?? null;
}

/** The pattern of a type's text, and of nothing else. Dates need their value looked at too; text is anything. */
export function typePattern(type: ColumnType, timeForm: TimeForm | null): string | undefined {
  switch (type) {
    case 'boolean':
      return booleanPattern;
    case 'integer':
      return integerPattern;
    case 'number':
      return numberPattern;
    case 'date':
      return timeForm ? timeForm.dayPattern : isoDayPattern;
    case 'timestamp':
      return timeForm ? timeForm.pattern : isoPattern;
    default:
      return undefined;
  }
}
