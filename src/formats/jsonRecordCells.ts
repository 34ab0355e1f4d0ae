import { formatCount } from '../core/countWords.ts';
import { mostKeys } from './jsonTable.ts';
import { JsonTrouble, readJsonObject } from './jsonRecord.ts';

/** The members of one object by key, or why it cannot be read. A repeated key replaces the value before it, as everywhere in JavaScript. */
export function readRecord(text: string): Map<string, string | null> | JsonTrouble {
  const cells = new Map<string, string | null>();
  try {
    readJsonObject(text, (key, value) => void cells.set(key, value));
    return cells;
  } catch (error) {
    if (error instanceof JsonTrouble) return error;
    throw error;
  }
}

/** Why a record cannot bring so many keys into a table that has some; null where it can. */
export function refuseKeys(known: number, more: number): JsonTrouble | null {
  return more > 0 && known + more > mostKeys ? new JsonTrouble(`it brings more than ${formatCount(mostKeys)} different keys into the table`, 0) : null;
}
