import type { Encoding, TextOptions } from '../../core/dataset.ts';
import { isNumeric, type Column, type ColumnType } from '../../core/schema.ts';
import { compact, JsonTrouble, jsonReason, readJsonObject, scanString, scanValue, skipSpace } from '../jsonRecord.ts';
import { EditError } from './editError.ts';
import type { AddedColumn, RecordEditor } from './recordEditor.ts';
import { canEncode, decodeRecord, encodeText, requireWhole } from './recordText.ts';

/** A key with what it is to have. */
interface Assignment {
  readonly key: string;
  readonly type: ColumnType;
  readonly value: string | null;
}

/** A member of the object: where its key and its value stand in the text. */
interface Member {
  readonly key: string;
  readonly keyStart: number;
  readonly start: number;
  readonly end: number;
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Edits JSON objects, as the lines of a JSONL file and the elements of an array are.
 * - The new value is of the JSON type of the one it replaces, where its text can be; that of a null, or of a key that the
 *   object does not have, follows the column's type. What is none of these is written as a string.
 * - Of a repeated key the last one counts, so that one is edited.
 * - An absent key is put at the end, with spaces as the object has them between its last two members. An added column
 *   whose value is null is left out.
 */
export function jsonRecordEditor(text: TextOptions, columns: readonly Column[], added: readonly AddedColumn[]): RecordEditor {
  const encoding = text.encoding ?? 'utf-8';
  const toAssign = (column: Column | undefined, index: number, value: string | null): Assignment => {
    if (!column) throw new EditError(`there is no column ${index + 1}: the file has ${columns.length}`);
    return { key: column.header ?? column.name, type: column.type, value };
  };
  return {
    edit(record, edit) {
      const assignments = [...edit.cells].map(([index, value]) => toAssign(columns[index], index, value));
      for (const [place, value] of (edit.added ?? []).entries())
        if (value !== null) assignments.push({ key: added[place]!.name, type: added[place]!.type, value });
      return assignments.length === 0 ? record : editObject(record, assignments, encoding);
    },
  };
}

function editObject(record: Uint8Array, assignments: readonly Assignment[], encoding: Encoding): Uint8Array {
  const text = decodeRecord(record, encoding);
  const members = membersOf(text);
  // Of a repeated key the last one counts.
  const byKey = new Map(members.map((member) => [member.key, member]));
  const style = styleOf(text, members);
  const spell = spellingOf(text, encoding);
  const replacements: Replacement[] = [];
  const absent: string[] = [];
  for (const { key, type, value } of assignments) {
    const member = byKey.get(key);
    const written = writeValue(value, member ? kindOf(text[member.start]!) : null, type, spell);
    if (member) replacements.push({ start: member.start, end: member.end, text: written });
    else absent.push(spell(key) + style.colon + written);
  }
  if (absent.length > 0) replacements.push({ start: style.at, end: style.at, text: (members.length > 0 ? style.comma : '') + absent.join(style.comma) });
  return encodeText(replaceParts(text, replacements), encoding);
}

function membersOf(text: string): Member[] {
  const members: Member[] = [];
  try {
    readJsonObject(text, (key, _value, keyStart, start, end) => void members.push({ key, keyStart, start, end }));
  } catch (error) {
    if (error instanceof JsonTrouble) throw new EditError(`the record cannot be read: ${jsonReason(error)}`);
    throw error;
  }
  return members;
}

type Kind = 'string' | 'number' | 'boolean' | 'nested';

/** Kind of a value by its first character; null for a JSON null. */
function kindOf(first: string): Kind | null {
  if (first === '"') return 'string';
  if (first === '{' || first === '[') return 'nested';
  if (first === 't' || first === 'f') return 'boolean';
  return first === 'n' ? null : 'number';
}

function kindOfType(type: ColumnType): Kind {
  if (isNumeric(type)) return 'number';
  if (type === 'list' || type === 'struct') return 'nested';
  return type === 'boolean' ? 'boolean' : 'string';
}

function writeValue(value: string | null, replaced: Kind | null, type: ColumnType, spell: (text: string) => string): string {
  if (value === null) return 'null';
  const kind = replaced ?? kindOfType(type);
  if (kind === 'number' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value)) return value;
  if (kind === 'boolean' && (value === 'true' || value === 'false')) return value;
  return (kind === 'nested' ? nestedText(value, spell) : null) ?? spell(value);
}

/** An array or object on one line, with its strings spelled as others are; null where the text is neither. */
function nestedText(value: string, spell: (text: string) => string): string | null {
  const start = skipSpace(value, 0);
  if (value[start] !== '{' && value[start] !== '[') return null;
  try {
    const end = scanValue(value, start);
    if (skipSpace(value, end) < value.length) return null;
    // Characters beyond ASCII stand in strings only, where an escape says the same.
    return compact(value, start, end).replace(/[^\0-\x7f]+/gu, (run) => spell(run).slice(1, -1));
  } catch (error) {
    if (error instanceof JsonTrouble) return null;
    throw error;
  }
}

/**
 * How a text is written as a JSON string beside the strings that the object has: with `\u00e4` for ä where they are so,
 * and where the encoding lacks ä.
 */
function spellingOf(text: string, encoding: Encoding): (value: string) => string {
  const escapesAll = /\\u(?!00[0-7])/.test(text) && !/[^\0-\x7f]/.test(text);
  const escapesSlash = text.includes('\\/');
  return (value) => {
    requireWhole(value);
    const plain = JSON.stringify(value);
    const spelled = plain.replace(/[^\0-\x7f]/gu, (character) => (escapesAll || !canEncode(character, encoding) ? escapeUnits(character) : character));
    return escapesSlash ? spelled.replaceAll('/', '\\/') : spelled;
  };
}

function escapeUnits(character: string): string {
  return character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}

/** Where a member is added to an object, and what stands around its colon and before it. */
function styleOf(text: string, members: readonly Member[]): { at: number; comma: string; colon: string } {
  const last = members.at(-1);
  if (!last) return { at: text.indexOf('{') + 1, comma: ', ', colon: ': ' };
  const colon = text.slice(scanString(text, last.keyStart), last.start);
  const before = members.at(-2);
  if (before) return { at: last.end, comma: text.slice(before.end, last.keyStart), colon };
  const indent = text.slice(text.indexOf('{') + 1, last.keyStart);
  return { at: last.end, comma: /[\r\n]/.test(indent) ? `,${indent}` : colon.endsWith(' ') ? ', ' : ',', colon };
}

function replaceParts(text: string, replacements: readonly Replacement[]): string {
  let edited = '';
  let from = 0;
  for (const { start, end, text: by } of [...replacements].sort((a, b) => a.start - b.start || a.end - b.end)) {
    edited += text.slice(from, start) + by;
    from = end;
  }
  return edited + text.slice(from);
}
